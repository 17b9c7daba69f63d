/** Data of `train` and `compare`: texts, one task or one series, from the arguments and the options of each kind. */
import { fail } from "../../../src/errors/index.ts";
import type { RunKind } from "../../../src/errors/useReasons.ts";
import type { DataSpec, TextSpec } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import type { SERIES_FLAGS, TASK_DATA, TEXT_FLAGS } from "../../flags/data.ts";
import type { ValuesIn } from "../../flags/flag.ts";

/** Given values of the data options. */
type Given = ValuesIn<typeof TEXT_FLAGS & typeof SERIES_FLAGS & { data: typeof TASK_DATA }>;

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
] as const satisfies (keyof Given)[];

/** Given values of all other options. */
export function withoutData<V extends Given>(values: V): Omit<V, keyof Given> {
	const { unit, split, lossy, encoding, data, target, inputs, horizon, forecast, header, separator, ...others } =
		values;
	return others;
}

/** @throws E_ARGUMENT; E_OPTION for options of another kind of data. */
export function dataOf(
	{ settings, library }: Context<Given>,
	verb: "train" | "compare",
	words: readonly string[],
): TextSpec | DataSpec {
	const { unit, split, lossy, encoding, data: file, target, ...values } = settings.values;
	const { inputs, horizon, forecast, header, separator } = values;
	const tasks = words.filter((word) => word.startsWith("task:"));
	if (tasks.length > 0 && words.length > 1) {
		const others = words.length > tasks.length;
		const why = others
			? ({ reason: "notBoth", forms: ["task:NAME", "FILE"] } as const)
			: ({ reason: "tooMany", got: words.length, max: 1 } as const);
		throw fail("E_ARGUMENT", { verb: `sluice ${verb}`, why });
	}
	const ofSeries = (["inputs", "horizon", "forecast", "header", "separator"] as const).find(
		(name) => values[name] !== undefined,
	);
	if (target === undefined && ofSeries) {
		throw fail("E_OPTION", { option: ofSeries, why: { reason: "needs", options: ["target"] }, where: verb });
	}
	const kind = tasks.length > 0 ? "task" : target !== undefined ? "series" : "text";
	const refuse = (option: string, other: RunKind) =>
		fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: [other], not: kind }, where: verb });
	const misplaced = (["unit", "lossy", ...(kind === "task" ? (["split", "encoding"] as const) : [])] as const).find(
		(name) => settings.values[name] !== undefined,
	);
	if (kind !== "text" && misplaced) throw refuse(misplaced, "text");
	if (kind === "task" && target !== undefined) throw refuse("target", "series");
	if (kind !== "task" && file !== undefined) throw refuse("data", "task");
	if (kind === "series" && words.length !== 1) {
		const why =
			words.length === 0
				? ({ reason: "missing", forms: ["FILE"], such: "prices.csv --target close" } as const)
				: ({ reason: "tooMany", got: words.length, max: 1 } as const);
		throw fail("E_ARGUMENT", { verb: `sluice ${verb}`, why });
	}
	if (kind === "task") return library.task(tasks[0]!, {}, file);
	if (kind === "text") return { ...(words.length > 0 && { texts: [...words] }), unit, split, lossy, encoding };
	const columns = { target: target!, inputs, horizon, split, forecast, separator, encoding };
	return library.series(words[0]!, { ...columns, ...(header && { header: header === "yes" }) });
}
