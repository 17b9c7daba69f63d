/** `sluice studio --export DIR [RUN...]` */
import { homedir, hostname, userInfo } from "node:os";
import { resolve } from "node:path";
import { fail } from "../../../src/errors/index.ts";
import { exportPage } from "../../../studio/server/exporting/exportPage.ts";
import { type Context, print, printJson, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { bytes, count } from "../../display/numbers.ts";
import type { ValuesOf } from "../spec.ts";
import type { studio } from "./spec.ts";

export async function exportTo(
	context: Context<ValuesOf<typeof studio>>,
	folder: string,
	names: string[],
): Promise<number> {
	const { io, settings, t } = context;
	const { runs = "runs", withText = false, port, noOpen, studies } = settings.values;
	for (const [option, value] of Object.entries({ port, noOpen, studies }))
		if (value !== undefined)
			throw fail("E_OPTION", { option, where: { place: "flag" }, why: { reason: "together", with: "export" } });
	const machine = { cwd: io.cwd, home: homedir(), host: hostname(), user: userName(), env: io.env };
	const to = resolve(io.cwd, folder);
	const made = await exportPage({ to, runs: resolve(io.cwd, runs), names, withText, machine });
	if (context.format !== "text") {
		printJson(context, { ...made });
		return 0;
	}
	const sizes = { bytes: bytes(made.bytes), pageBytes: bytes(made.pageBytes) };
	print(
		context,
		t("studio.exported", {
			folder: escapeLine(folder),
			files: count(made.files),
			...sizes,
			runs: count(made.runs.length),
		}),
	);
	talk(context, t("studio.exportedScan"));
	talk(context, t("studio.exportedNext"));
	return 0;
}

/** Empty where the system knows no account for the process. */
function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return "";
	}
}
