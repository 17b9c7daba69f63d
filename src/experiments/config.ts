/** What a run's config.json holds: everything that, with the corpus, decides what its weights become. */
import { DEFAULT_SPLIT } from "../data/split.ts";
import type { Unit } from "../data/units.ts";
import { fail } from "../errors/index.ts";
import type { EngineName } from "../kernels/kernels.ts";
import { parseOptions, type TrainOptions } from "../training/options.ts";
import type { Json } from "../training/snapshot.ts";
import type { Fingerprint } from "./files.ts";

export interface RunConfig {
	/** Files, folders (absolute) and catalogue names (@NAME), in order; none where the weights were imported. */
	texts: string[];
	unit: Unit;
	/** Percent of the bytes: train, valid, test. */
	split: [number, number, number];
	lossy: boolean;
	/** What the text was when the run began. */
	fingerprint: Fingerprint;
	/** The build that trained it: bits are promised per build. */
	engine: EngineName;
	/** The engine with its instruction set: another may give other bits. */
	build: string;
	threads: number;
	options: TrainOptions;
	/** The run whose weights it started from. */
	from?: string;
	/** The file that its weights were imported from: such a run has no text of its own. */
	imported?: { file: string; layout: string };
	/** Version of Sluice, for reading old runs. */
	version: string;
}

const UNITS: readonly string[] = ["byte", "codepoint", "jamo"] satisfies Unit[];
const ENGINES: readonly string[] = ["reference", "native", "wasm-plain", "wasm-relaxed"] satisfies EngineName[];
export const CONFIG_KEYS = [
	...["texts", "unit", "split", "lossy", "fingerprint", "engine", "build", "threads", "options", "from", "imported"],
	"version",
] as const;

/** Checks a config read from disk, which may be anyone's. @throws E_RUN_FIELD, E_OPTION. */
export function parseConfig(raw: { [key: string]: Json }, path: string): RunConfig {
	const need = <T>(key: string, fits: (value: unknown) => boolean, wanted: string): T => {
		if (fits(raw[key])) return raw[key] as T;
		throw fail("E_RUN_FIELD", { path, key, got: JSON.stringify(raw[key])?.slice(0, 80) ?? "nothing", wanted });
	};
	const text = (value: unknown) => typeof value === "string";
	const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
	const print = (value: unknown) => {
		const { bytes, files, sha256, whole: all } = (value ?? {}) as Partial<Fingerprint>;
		return whole(bytes) && whole(files) && text(sha256) && typeof all === "boolean";
	};
	const three = (value: unknown) =>
		Array.isArray(value) && value.length === 3 && value.every((n) => typeof n === "number" && n >= 0 && n <= 100);
	const imported = raw.imported !== undefined;
	const origin = (value: unknown) => {
		const { file, layout } = (value ?? {}) as Partial<NonNullable<RunConfig["imported"]>>;
		return text(file) && text(layout);
	};
	const options = need<{ [key: string]: Json }>(
		"options",
		(v) => typeof v === "object" && v !== null && !Array.isArray(v),
		"an object",
	);
	return {
		texts: need("texts", (v) => Array.isArray(v) && (v.length > 0 || imported) && v.every(text), "a list of paths"),
		unit: need("unit", (v) => UNITS.includes(v as string), `one of ${UNITS.join(", ")}`),
		split: need("split", three, `three shares such as [${DEFAULT_SPLIT.join(", ")}]`),
		lossy: need("lossy", (v) => typeof v === "boolean", "true or false"),
		fingerprint: need("fingerprint", print, "bytes, files, sha256 and whole"),
		engine: need("engine", (v) => ENGINES.includes(v as string), `one of ${ENGINES.join(", ")}`),
		build: need("build", text, "the engine's build"),
		threads: need("threads", whole, "a whole number"),
		options: parseOptions(options, path),
		...(raw.from === undefined ? {} : { from: need<string>("from", text, "a run") }),
		...(imported ? { imported: need<RunConfig["imported"]>("imported", origin, "a file and its layout") } : {}),
		version: need("version", text, "a version"),
	};
}
