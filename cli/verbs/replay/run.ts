/** `sluice replay RUN --update N`, and `sluice replay RUN --without TEXT` */
import { fail } from "../../../src/errors/index.ts";
import type { ReplayedFacts, TrainEvent } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { inUnit } from "../../display/losses.ts";
import { clock, count, percent, small } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { scientific } from "../../display/scientific.ts";
import { table } from "../../display/table.ts";
import { pad } from "../../display/width.ts";
import { sameRun } from "../../next.ts";
import type { ValuesOf } from "../spec.ts";
import { runWithout } from "./runWithout.ts";
import type { replay } from "./spec.ts";

type Values = ValuesOf<typeof replay>;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { io, t, show, library, settings } = context;
	const { update, runs, engine, threads, without } = settings.values;
	checkTogether(settings);
	if (without !== undefined) return runWithout(context, run!);
	const view = new Progress(t, t("phase.replay"), count, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const onEvent = (event: TrainEvent) => {
		if (event.type === "notice") note(context, event.notice);
	};
	const asked = { run: run!, runs, engine, threads };
	// nothing to save: a signal ends it at once
	const last = update ?? (await lastOf(context, asked));
	const { values: _, ...facts } = await library.replay({ ...asked, update: last }, { onEvent, onProgress });
	show.end(true);
	if (context.format !== "text") {
		printJson(context, facts);
		return 0;
	}
	print(context, [...described(context, facts), ...gradientOf(context, facts)].join("\n"));
	const { logged, divergence } = facts;
	if (divergence) talk(context, t("replay.diverged", { ...divergence, value: String(divergence.value) }));
	if (logged.differs) talk(context, context.err.yellow(t("replay.differs", words(logged.differs))));
	else if (logged.lines > 0) talk(context, t("replay.same", { count: count(logged.lines) }));
	suggestNext(context, [`sluice fork ${sameRun(run!, settings)} --from-update ${last} --clip-norm 0`]);
	return 0;
}

/** @throws E_OPTION for options of one form with those of the other. */
function checkTogether({ values, origins }: Context<Values>["settings"]): void {
	const where = { place: "flag" } as const;
	if (values.without !== undefined && values.update !== undefined)
		throw fail("E_OPTION", { option: "without", where, why: { reason: "together", with: "update" } });
	if (values.without !== undefined) return;
	for (const option of ["with", "seed", "as"] as const)
		if (origins[option] !== undefined)
			throw fail("E_OPTION", { option, where, why: { reason: "needs", options: ["without"] } });
}

async function lastOf({ library }: Context, asked: { run: string; runs: string | undefined }): Promise<number> {
	const opened = await library.openReplay(asked);
	await opened.close();
	return opened.last;
}

const words = ({ update, field, got, logged }: NonNullable<ReplayedFacts["logged"]["differs"]>) => ({
	...{ update, field: escapeLine(field), got: escapeLine(String(got)), logged: escapeLine(String(logged)) },
});

function described({ t, out }: Context, facts: ReplayedFacts): string[] {
	const { run, update, from, seconds, loss, lossUnit, gradNorm, clipped, lr, batch, weightsSha256 } = facts;
	const norm = small(gradNorm ?? 0);
	const rows: [string, string][] = [
		...(loss === null ? [] : [[t("replay.loss"), inUnit(loss, lossUnit, t)] as [string, string]]),
		...(gradNorm === null
			? []
			: [[t("replay.gradNorm"), clipped ? t("replay.clipped", { norm }) : norm] as [string, string]]),
		...(lr === null ? [] : [[t("replay.lr"), small(lr)] as [string, string]]),
		...batch.map((beginning, n): [string, string] => [n === 0 ? t("replay.batch") : "", `${escapeLine(beginning)} …`]),
		[t("replay.digest"), weightsSha256],
	];
	const heading = t("replay.heading", { run: escapeLine(run), update, from, time: clock(seconds) });
	return [out.bold(heading), ...rows.map(([label, value]) => `${out.dim(pad(label, 20))}${value}`)];
}

/** The gradient of each tensor, and of each layer's h (and c) at the first and the last step of the batch. */
function gradientOf({ t }: Context, { tensors, layers, clipped }: ReplayedFacts): string[] {
	if (tensors.length === 0) return [];
	const right = (title: string) => ({ title, right: true });
	const head = [{ title: t("replay.tensor") }, right(t("replay.norm")), right(t("replay.largest")), { title: "" }];
	if (clipped) head.push(right(t("replay.clippedByValue")));
	const rows = tensors.map(({ name, norm, largest: { index, value }, clippedShare }) => [
		...[name, small(norm), small(value), `[${index.join(",")}]`, percent(clippedShare)],
	]);
	const states = layers.flatMap(({ log10Dh, log10Dc }, l) => [
		[`l${l}.h`, ...endsOf(log10Dh)],
		...(log10Dc ? [[`l${l}.c`, ...endsOf(log10Dc)]] : []),
	]);
	const titles = [{ title: t("replay.state") }, right(t("replay.firstStep")), right(t("replay.lastStep"))];
	return ["", ...table(head, rows), ...(states.length > 0 ? ["", ...table(titles, states)] : [])];
}

const endsOf = (log10: readonly number[]) => [log10[0]!, log10.at(-1)!].map(scientific);
