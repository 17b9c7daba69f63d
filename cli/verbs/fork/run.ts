/** `sluice fork RUN --from-update N [--lr X] ...` */
import { fail } from "../../../src/errors/index.ts";
import type { Forked } from "../../../src/index.ts";
import { type Context, printJson, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { gentlerFrom } from "../../next.ts";
import { follow } from "../shared/training.ts";
import type { ValuesOf } from "../spec.ts";
import type { fork } from "./spec.ts";

type Values = ValuesOf<typeof fork>;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { engine, threads, runs, run: to, quiet: _, fromUpdate, ...change } = context.settings.values;
	if (fromUpdate === undefined) {
		const why = { reason: "missing", forms: ["--from-update N"] } as const;
		throw fail("E_OPTION", { option: "fromUpdate", why, where: { place: "flag" } });
	}
	const request = { run: run!, runs, engine, threads, update: fromUpdate, change, to };
	let forked: Forked | undefined;
	const document = () => ({ ...forked!.result, parent: forked!.parent, first: forked!.first });
	const code = await follow(
		context,
		async (hooks) => {
			forked = await context.library.forkRun(request, hooks);
			return forked.result;
		},
		{ remedy: gentlerFrom, document },
	);
	if (!forked) return code; // it diverged, and that was said
	if (context.format === "jsonl") printJson(context, { type: "fork", parent: forked.parent, first: forked.first });
	else if (context.format === "text") tell(context, forked);
	return code;
}

function tell(context: Context, { parent, first, result }: Forked): void {
	const { t } = context;
	const changes = Object.entries(parent.change).map(([option, to]) => `${option} ${escapeLine(String(to))}`);
	const facts = { run: escapeLine(result.run), parent: escapeLine(parent.run), update: parent.update };
	talk(context, `\n${t("fork.heading", { ...facts, change: changes.join(", ") || t("fork.nothing") })}`);
	if (result.ended === "signal") return;
	if (!first) talk(context, t("fork.same"));
	else {
		const [theirs, ours] = first.values.map((value) => String(value)) as [string, string];
		const { update, tensor, index } = first;
		talk(context, t("fork.first", { update, tensor, index, ours, theirs, parent: escapeLine(parent.run) }));
	}
}
