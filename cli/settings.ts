/** The settings of a verb once checked, and where each came from. */
import type { Place } from "../src/errors/option.ts";
import type { Flags } from "./flags/flag.ts";

/** Where a value came from, as its giver wrote it: `--batch`, `SLUICE_BATCH`, or `batch` in `lab.yaml`. */
export interface Origin {
	name: string;
	where: Place;
}

/** @template V what was given of each flag, as verbs/spec.ts derives it from a verb's spec */
export interface Settings<V = object> {
	/** Only what was given: an absent name leaves the library's default. */
	readonly values: V;
	readonly origins: { readonly [K in keyof V]?: Origin };
	/** Those that the verb takes. */
	readonly flags: Flags;
	/** The file that --config named. */
	readonly configFile?: string;
}
