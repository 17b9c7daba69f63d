/** Data of `train`, `compare` and `study run`: texts, one task, one series, labelled sequences or pairs, from the arguments and the options of each kind. */
import { fail } from "../../../src/errors/index.ts";
import type { RunKind } from "../../../src/errors/useReasons.ts";
import type { DataSpec, PairUnit, TextSpec } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import type { LABEL_FLAGS, PAIR_FLAGS, SERIES_FLAGS, TASK_DATA, TEXT_FLAGS } from "../../flags/data.ts";
import type { ValuesIn } from "../../flags/flag.ts";

/** Given values of the data options. */
type Given = ValuesIn<
	typeof TEXT_FLAGS & typeof SERIES_FLAGS & typeof LABEL_FLAGS & typeof PAIR_FLAGS & { data: typeof TASK_DATA }
>;

/** What a word begins with that names a file of pairs. */
const PAIRS = "pairs:";

/** Fields that a message names at most. */
const MOST_FIELDS = 20;

/** Names of the data options. */
export const DATA_FLAGS = [
	"unit",
	"split",
	"lossy",
	"encoding",
	"data",
	"target",
	"inputs",
	"horizon",
	"forecast",
	"header",
	"separator",
	"text",
	"label",
	"question",
	"answer",
] as const satisfies (keyof Given)[];

/** Given values of all other options. */
export function withoutData<V extends Given>(values: V): Omit<V, keyof Given> {
	const {
		unit,
		split,
		lossy,
		encoding,
		data,
		target,
		inputs,
		horizon,
		forecast,
		header,
		separator,
		text,
		label,
		question,
		answer,
		...others
	} = values;
	return others;
}

/** @throws E_ARGUMENT; E_OPTION for options of another kind of data. */
export async function dataOf(
	{ settings, library }: Context<Given>,
	verb: "train" | "compare" | "study run",
	words: readonly string[],
): Promise<TextSpec | DataSpec> {
	const { unit, split, lossy, encoding, data: file, target, ...values } = settings.values;
	const { inputs, horizon, forecast, header, separator } = values;
	const tasks = words.filter((word) => word.startsWith("task:"));
	const ofPairs = words.filter((word) => word.startsWith(PAIRS));
	const [named, form] = tasks.length > 0 ? [tasks, "task:NAME"] : [ofPairs, "pairs:FILE"];
	if (named.length > 0 && words.length > 1) {
		const others = words.length > named.length;
		const why = others
			? ({ reason: "notBoth", forms: [form, "FILE"] } as const)
			: ({ reason: "tooMany", got: words.length, max: 1 } as const);
		throw fail("E_ARGUMENT", { verb: `sluice ${verb}`, why });
	}
	const ofSeries = (["inputs", "horizon", "forecast", "header", "separator"] as const).find(
		(name) => values[name] !== undefined,
	);
	if (target === undefined && ofSeries) {
		throw fail("E_OPTION", { option: ofSeries, why: { reason: "needs", options: ["target"] }, where: verb });
	}
	const { text, label, question, answer } = values;
	const labels = text !== undefined || label !== undefined;
	const kind = kindOf({ tasks, ofPairs, target, labels });
	const refuse = (option: string, other: RunKind) =>
		fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: [other], not: kind }, where: verb });
	const ofText = {
		text: [],
		task: ["unit", "lossy", "split", "encoding"],
		series: ["unit", "lossy"],
		labelled: ["lossy", "encoding"],
		pairs: ["lossy", "encoding"],
	} as const;
	const misplaced = ofText[kind].find((name) => settings.values[name] !== undefined);
	if (misplaced) throw refuse(misplaced, "text");
	if (labels && kind !== "labelled") throw refuse(text === undefined ? "label" : "text", "labelled");
	const asked = question !== undefined || answer !== undefined;
	if (asked && kind !== "pairs") {
		const option = question === undefined ? "answer" : "question";
		if (kind !== "text" || words.length !== 1) throw refuse(option, "pairs");
		throw fail("E_OPTION", { option, why: { reason: "asPairs", file: words[0]! }, where: verb });
	}
	if ((kind === "task" || kind === "pairs") && target !== undefined) throw refuse("target", "series");
	if (kind !== "task" && file !== undefined) throw refuse("data", "task");
	if ((kind === "series" || kind === "labelled") && words.length !== 1) {
		const such = kind === "series" ? "prices.csv --target close" : "reviews.jsonl --text text --label stars";
		const why =
			words.length === 0
				? ({ reason: "missing", forms: ["FILE"], such } as const)
				: ({ reason: "tooMany", got: words.length, max: 1 } as const);
		throw fail("E_ARGUMENT", { verb: `sluice ${verb}`, why });
	}
	if (kind === "task") return library.task(tasks[0]!, {}, file);
	if (kind === "pairs") {
		const path = ofPairs[0]!.slice(PAIRS.length);
		const missing = Object.entries({ question, answer }).find(([, value]) => value === undefined);
		if (missing) {
			const known = await library.recordFields(path);
			const why = { reason: "missing", forms: ["FIELD"], known: known.slice(0, MOST_FIELDS) } as const;
			throw fail("E_OPTION", { option: missing[0], why, where: verb });
		}
		const fields = { question: question!, answer: answer! };
		return library.pairs(path, { ...fields, ...(unit && { unit: unit as PairUnit }), ...(split && { split }) });
	}
	if (kind === "text") return { ...(words.length > 0 && { texts: [...words] }), unit, split, lossy, encoding };
	if (kind === "labelled") {
		for (const [option, value, other] of [
			["text", text, "label"],
			["label", label, "text"],
		] as const) {
			if (value !== undefined) continue;
			throw fail("E_OPTION", { option: other, why: { reason: "needs", options: [option] }, where: verb });
		}
		return library.labelled(words[0]!, { text: text!, label: label!, ...(unit && { unit }), ...(split && { split }) });
	}
	const columns = { target: target!, inputs, horizon, split, forecast, separator, encoding };
	return library.series(words[0]!, { ...columns, ...(header && { header: header === "yes" }) });
}

function kindOf(given: { tasks: string[]; ofPairs: string[]; target: string | undefined; labels: boolean }) {
	if (given.tasks.length > 0) return "task";
	if (given.ofPairs.length > 0) return "pairs";
	if (given.target !== undefined) return "series";
	return given.labels ? "labelled" : "text";
}
