/** `sluice studio [PATH...]`, and `sluice studio --export DIR [RUN...]` in export.ts. */
import { relative, resolve } from "node:path";
import { fail } from "../../../src/errors/index.ts";
import { packageRoot } from "../../../studio/server/assets.ts";
import { type RunningStudio, startStudio } from "../../../studio/server/server.ts";
import { type Context, print, talk } from "../../context.ts";
import { escapeLine, escapeText } from "../../display/escape.ts";
import type { ValuesOf } from "../spec.ts";
import { openBrowser } from "./browser.ts";
import { commandsFor } from "./commands.ts";
import { exportTo } from "./export.ts";
import { formOf } from "./form.ts";
import type { studio } from "./spec.ts";

type Values = ValuesOf<typeof studio>;

const FLAG = { place: "flag" } as const;
const NEEDS = { reason: "needs", options: ["export"] } as const;

export async function run(context: Context<Values>, paths: string[]): Promise<number> {
	const { io, lang, library, settings, t } = context;
	const { port, noOpen, runs = "runs", studies = "studies" } = settings.values;
	if (settings.values.export !== undefined) return exportTo(context, settings.values.export, paths);
	if (settings.values.withText) throw fail("E_OPTION", { option: "withText", where: FLAG, why: NEEDS });
	const folder = resolve(io.cwd, runs);
	const folders = { runs: folder, studies: resolve(io.cwd, studies) };
	const signal = io.stop.listen();
	const server = await startStudio({
		...{ ...folders, paths, lang, ...(port !== undefined && { port }) },
		form: await formOf(library),
		commands: commandsFor({ ...folders, program: resolve(packageRoot(), "dist", "cli", "bin.js"), io }),
		log: (text) => io.stderr.write(`${escapeText(text)}\n`),
	});
	try {
		const link = server.newLink();
		if (context.format !== "text") print(context, JSON.stringify({ schema: 1, url: link }));
		else print(context, t("studio.link", { folder: escapeLine(relative(io.cwd, folder) || "."), url: link }));
		const mayOpen = noOpen !== true && !io.env.CI && io.stdout.isTTY === true && context.format === "text";
		const opened = mayOpen && (await openBrowser(server.newLink(), server.privateFolder));
		if (context.format === "text") talk(context, t(opened ? "studio.opened" : "studio.once"));
		await until(signal, context, server);
	} finally {
		await server.close();
	}
	if (context.format === "text") talk(context, t("studio.ended"));
	return io.stop.exitCode ?? 0;
}

/** Waits for a signal. Enter in the terminal prints a fresh link. */
async function until(signal: AbortSignal, context: Context, server: RunningStudio): Promise<void> {
	const { io, t } = context;
	const stopped = new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener("abort", () => resolve());
	});
	if (io.stdin.isTTY) {
		void (async () => {
			for await (const _ of io.stdin) print(context, t("studio.newLink", { url: server.newLink() }));
		})().catch(() => {});
	}
	await stopped;
}
