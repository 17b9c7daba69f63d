/** `sluice runs` */
import type { LossUnit, RunOverview } from "../../../src/index.ts";
import { type Context, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { inUnit } from "../../display/losses.ts";
import { bytes, count, percent } from "../../display/numbers.ts";
import { tableWithin } from "../../display/table.ts";
import { cellsOf, loadWidths } from "../../display/width.ts";
import { lookInto, runArgument } from "../../next.ts";
import type { ValuesOf } from "../spec.ts";
import type { runs } from "./spec.ts";

type Values = ValuesOf<typeof runs>;

export async function run(context: Context<Values>): Promise<number> {
	const { t, out, io, library } = context;
	const folder = context.settings.values.runs;
	const { tag } = context.settings.values;
	const runs = (await library.listRuns(folder)).filter(
		({ tags }) => tag === undefined || tags.includes(tag.normalize("NFC")),
	);
	if (context.format !== "text") {
		printJson(context, { runs });
		return 0;
	}
	if (runs.length === 0 && tag !== undefined) {
		talk(context, t("runs.noneTagged", { folder: escapeLine(folder ?? "./runs"), tag: escapeLine(tag) }));
		return 0;
	}
	if (runs.length === 0) {
		talk(context, t("runs.none", { folder: escapeLine(folder ?? "./runs") }));
		suggestNext(context, ["sluice train @sqlite --minutes 1.5"]);
		return 0;
	}
	await loadWidths();
	const tagged = runs.some(({ tags }) => tags.length > 0);
	const forked = runs.some(({ parent }) => parent !== undefined);
	const columns = [
		{ title: t("runs.name") },
		{ title: t("runs.model") },
		{ title: t("runs.task") },
		{ title: t("runs.parameters"), right: true },
		{ title: t("runs.step"), right: true },
		{ title: t("runs.best"), right: true },
		{ title: t("runs.state") },
		{ title: t("runs.size"), right: true },
		...(forked ? [{ title: t("runs.parent") }] : []),
		...(tagged ? [{ title: t("runs.tags") }] : []),
	];
	const best = (nats: number | null, unit: LossUnit = "nats") => (nats === null ? "-" : inUnit(nats, unit, t));
	const rows = runs.map((run) => [
		escapeLine(run.name),
		escapeLine(run.model ?? "?"),
		escapeLine(run.task ?? "-"),
		run.parameters === undefined ? "-" : count(run.parameters),
		String(run.step),
		run.bestValid
			? run.series || run.pairs
				? best(run.bestValid.loss, run.lossUnit)
				: t("runs.bestTask", { share: percent(run.bestValid.errorShare), loss: best(run.bestValid.loss, run.lossUnit) })
			: run.bestValidSymbols === undefined
				? best(run.bestValidLossNats)
				: t("runs.bestText", { loss: best(run.bestValidLossNats), count: count(run.bestValidSymbols) }),
		t(`state.${run.state}`),
		bytes(run.bytes),
		...(forked ? [parentOf(run, t)] : []),
		...(tagged ? [run.tags.map(escapeLine).join(", ")] : []),
	]);
	const cells = cellsOf(context, Number.POSITIVE_INFINITY);
	const [head, ...body] = tableWithin(columns, rows, { cells, drop: [7, 3, 2] });
	for (const { name, damage } of runs) {
		if (damage) talk(context, `${context.err.yellow(`${escapeLine(name)}:`)} ${escapeLine(damage)}`);
	}
	print(context, `${out.dim(head!)}\n${body.join("\n")}`);
	const whole = runs.filter((run) => run.damage === undefined && run.model !== undefined);
	const unfinished = whole.find((run) => !run.own && (run.state === "interrupted" || run.state === "stopped"));
	const last = whole.findLast((run) => run.state === "finished" || run.state === "stopped");
	const name = (run: { name: string; folder: string }) => runArgument(run.name, run.folder, io);
	suggestNext(context, [
		...(unfinished ? [`sluice resume ${name(unfinished)}`] : []),
		...(last ? [firstUse(last, name(last))] : []),
	]);
	return 0;
}

/** What a finished run is used for first. */
function firstUse({ own, pairs, task, attention }: RunOverview, name: string): string {
	if (own) return `sluice runs show ${name}`;
	if (pairs) return `sluice chat ${name}`;
	return task ? lookInto(name, attention) : `sluice sample ${name}`;
}

/** The run and the update that a fork began at, and what it changed. */
function parentOf({ parent }: RunOverview, t: Context["t"]): string {
	if (!parent) return "-";
	const changes = Object.entries(parent.change).map(
		([option, to]) => ` ${escapeLine(option)}=${escapeLine(String(to))}`,
	);
	const without = parent.without === undefined ? "" : ` ${t("runs.without", { text: escapeLine(parent.without) })}`;
	return `${t("runs.forkedFrom", { run: escapeLine(parent.run), update: parent.update })}${changes.join("")}${without}`;
}
