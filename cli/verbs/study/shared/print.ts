/** What a study has come to, as a table of its settings, and the next commands. */
import { relative, resolve } from "node:path";
import type { StudyShown, StudyTrialRow } from "../../../../src/index.ts";
import { type Context, print, suggestNext } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { loss, percent } from "../../../display/numbers.ts";
import { type Column, tableWithin } from "../../../display/table.ts";
import { cellsOf } from "../../../display/width.ts";
import { foldWords } from "../../../display/words.ts";
import type { Io } from "../../../io.ts";
import { quote } from "../../../next.ts";
import { StudyView } from "./view.ts";
import { settingsText, shortId, valueText } from "./words.ts";

/** Settings that are shown; the rest is counted. */
const MOST_ROWS = 20;

/** How to name a study in a command: its name if commands look in that folder, otherwise its folder. */
export function studyArgument({ io: { cwd, env } }: { io: Pick<Io, "cwd" | "env"> }, folder: string): string {
	const name = folder.split(/[/\\]/).at(-1)!;
	if (resolve(cwd, env.SLUICE_STUDIES || "studies", name) === resolve(cwd, folder)) return quote(name);
	const below = relative(cwd, resolve(cwd, folder));
	return quote(below.startsWith("..") ? resolve(cwd, folder) : below.includes("/") ? below : `./${below}`);
}

export function printStudy(context: Context, shown: StudyShown): void {
	const { t, out } = context;
	const { study, data, state, counts, trials, seeds, rows, importance } = shown;
	const facts = { study: escapeLine(study), data: escapeLine(data), trials: trials.length, seeds: seeds.length };
	const cells = cellsOf(context, 100, Number.POSITIVE_INFINITY);
	const lines = [
		...foldWords(`${t("study.heading", facts)} ${t(`study.state.${state}`)}`, cells).map(out.bold),
		countsText(context, counts),
		...(rows.length > 0 ? ["", ...tableOf(context, shown, cells)] : []),
		...importanceLines(context, importance),
		...troubles(context, trials),
	];
	if (state === "running") lines.push("", ...new StudyView({ t, err: out }, shown).block(cells).slice(1));
	print(context, lines.join("\n"));
}

function countsText({ t }: Context, counts: StudyShown["counts"]): string {
	const states = (["done", "diverged", "parked", "running", "waiting"] as const).filter((state) => counts[state] > 0);
	return states.map((state) => t(`study.count.${state}`, { count: counts[state] })).join(", ");
}

function tableOf(context: Context, { rows, best, seeds, trials }: StudyShown, cells: number): string[] {
	const { t, out } = context;
	const options = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))].sort();
	const rungs = rows.some(({ steps }) => steps !== undefined);
	const nats = trials.some(({ lossNats }) => lossNats !== null);
	const columns: Column[] = [
		...options.map((title) => ({ title, right: true })),
		...(rungs ? [{ title: t("study.updates"), right: true }] : []),
		{ title: t(nats ? "study.lossNats" : "study.lossSquared"), right: true },
		...(seeds.length > 1 ? [{ title: t("study.deviation"), right: true }] : []),
		{ title: t("study.seeds"), right: true },
		{ title: "" },
	];
	const body = rows
		.slice(0, MOST_ROWS)
		.map((row) => [
			...options.map((option) =>
				row.settings[option] === undefined ? "-" : escapeLine(valueText(row.settings[option]!)),
			),
			...(rungs ? [String(row.steps ?? "-")] : []),
			loss(row.mean),
			...(seeds.length > 1 ? [loss(row.deviation)] : []),
			`${row.seeds}/${seeds.length}`,
			row.trials[0] === best?.trials[0] && row.steps === best?.steps ? "★" : "",
		]);
	const [head, ...lines] = tableWithin(columns, body, { cells, drop: [] });
	const more = rows.length - body.length;
	return [out.dim(head!), ...lines, ...(more > 0 ? [t("study.moreRows", { count: more })] : [])];
}

function importanceLines({ t, out }: Context, importance: StudyShown["importance"]): string[] {
	const known = importance.filter(({ share }) => share !== null);
	if (known.length < 2) return [];
	const words = known.map(({ option, share }) => `${option} ${percent(share!)}`).join(", ");
	return ["", out.dim(t("study.importance", { words }))];
}

/** One line for each trial that is parked, with what it said. */
function troubles({ t, out }: Context, trials: readonly StudyTrialRow[]): string[] {
	const parked = trials.filter(({ state }) => state === "parked");
	const lines = parked.slice(0, MOST_ROWS).map(({ id, settings, seed, why, message = "", tries }) => {
		const facts = { id: shortId(id), settings: escapeLine(settingsText(settings)), seed, tries };
		return out.yellow(
			`${t("study.parked", { ...facts, why: t(`study.why.${whyOf(why)}`) })} ${escapeLine(message.slice(0, 160))}`,
		);
	});
	return lines.length > 0 ? ["", ...lines] : [];
}

const WHYS = ["crash", "memory", "hang", "output", "error", "lost"] as const;
const whyOf = (why: string | undefined) => WHYS.find((known) => known === why) ?? "crash";

/** Commands that come next. */
export function nextOf(context: Context, shown: StudyShown): void {
	const { state, counts, best, folder, search, seeds } = shown;
	const { cwd } = context.io;
	const study = studyArgument(context, folder);
	const commands: string[] = [];
	if (counts.parked > 0) commands.push(`sluice study retry ${study}`);
	const isNew = state === "interrupted" && shown.trials.every(({ tries }) => tries === 0);
	if (state === "stopped" || (state === "interrupted" && search !== "asked"))
		commands.push(`sluice study ${isNew ? "work" : "resume"} ${study}`);
	if (state === "running") commands.push(`sluice study watch ${study}`, `sluice study stop ${study}`);
	if (search === "asked" && state !== "running")
		commands.push(`sluice study ask ${study} lr=.003`, `sluice study work ${study}`);
	if (best && seeds.length > 0) {
		const run = relative(cwd, resolve(cwd, folder, "trials", best.trials[0]!));
		commands.push(
			`sluice study export ${study} study.html`,
			`sluice diagnose ${quote(run.startsWith("..") ? resolve(cwd, folder, "trials", best.trials[0]!) : run)}`,
		);
	}
	suggestNext(context, commands);
}
