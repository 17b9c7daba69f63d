/**
 * The fields of a run that an exported page may hold. A field that is not named here is left out, whatever a later version
 * of Sluice puts into a run.
 */
import { OPTION_NAMES, type RunDetail as ReadDetail } from "../../../src/index.ts";
import type { Json, Line, LogName, Published, RunDetail, RunRow } from "../../wire.ts";

/** A text without the folders in it. */
const withoutFolders = (text: string): string => text.replace(/[^,\s:]*[\\/]/g, "");

export function publishedRow(row: RunRow): RunRow {
	const { id, name, state, model, data, kind, parameters, step, best, last, lossUnit, bytes, changedMs, tags, spark } =
		row;
	const { parent } = row;
	return {
		...{ id, name, state, data: withoutFolders(data), kind, step, last, lossUnit, bytes, changedMs },
		...(model !== undefined && { model }),
		...(parameters !== undefined && { parameters }),
		...{ best: best && { step: best.step, loss: best.loss }, tags: [...tags], spark: [...spark] },
		...(parent && {
			parent: { run: withoutFolders(parent.run), update: parent.update, change: publishedOptions(parent.change) },
		}),
	};
}

/** @param withText whether the run's text is published, and so may be named by its digest */
export function publishedDetail(row: RunRow, read: ReadDetail, published: Published, withText: boolean): RunDetail {
	const { options, budget, seed, engine, build, threads, weightsSha256, textSha256, command } = read;
	const { best, last } = published.weights ?? {};
	return {
		...row,
		...{ options: publishedOptions(options), budget, seed, engine, build, threads, weightsSha256, command, published },
		checkpoints: [...new Set([best, last])].filter((step) => step !== undefined).sort((a, b) => a - b),
		textSha256: withText ? textSha256 : null,
	};
}

/** Options of an echo state network, which no other network has. */
const ECHO_NAMES = [
	...[
		"cell",
		"spectralRadius",
		"inputScale",
		"biasScale",
		"leak",
		"density",
		"feedback",
		"washout",
		"ridge",
		"stateNoise",
	],
];
const OPTIONS = new Set<string>([...OPTION_NAMES, ...ECHO_NAMES]);
/** A number, or a word or two of an option, such as "10..20" or "orthogonal:1.5". */
const PLAIN = /^[\w.:%+-]{0,40}$/;

const publishedOptions = (options: Readonly<Record<string, Json>>): Record<string, Json> =>
	Object.fromEntries(Object.entries(options).filter(([name, value]) => OPTIONS.has(name) && PLAIN.test(String(value))));

const METRICS = [
	...["lossNats", "loss", "validLossNats", "validLoss", "gradNorm", "lr", "clipped", "errorShare", "omega", "penalty"],
];
const FIELDS: Readonly<Record<LogName, readonly string[]>> = {
	metrics: METRICS,
	records: ["lags", "layers", "clippedShare"],
	samples: ["text"],
};

/**
 * Numbers, whose names in a record are single words; of a sample its text, which the network wrote.
 * @param asked whether a sample begins with a question of the run's data, as that of a run on pairs: it is left out
 */
export function publishedLine(log: LogName, line: Line, asked = false): Line {
	const kept = FIELDS[log].filter((name) => line[name] !== undefined);
	const written = (text: string) => (asked ? (text.split(" → ").slice(1).at(-1) ?? "") : text); // a question may have arrows
	const value = (name: string) => (log === "samples" ? written(String(line[name])) : numbersIn(line[name]!));
	return { step: line.step, ...Object.fromEntries(kept.map((name) => [name, value(name)])) };
}

const NAMED = /^(-?Infinity|NaN)$/;
const LETTER = /^[\w.]{1,20}$/;

function numbersIn(value: Json): Json {
	if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
	if (typeof value === "string") return NAMED.test(value) ? value : null;
	if (Array.isArray(value)) return value.map(numbersIn);
	const named = Object.entries(value).filter(([name]) => LETTER.test(name));
	return Object.fromEntries(named.map(([name, inner]) => [name, numbersIn(inner)]));
}
