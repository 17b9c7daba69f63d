/** The checked settings of a verb, and the origin of each. */
import type { Place } from "../src/errors/option.ts";
import type { Flags } from "./flags/flag.ts";

/** Origin of a value as the user wrote it: `--batch`, `SLUICE_BATCH`, or `batch` in `lab.yaml`. */
export interface Origin {
	name: string;
	where: Place;
}

/** @template V the given value of each option, as verbs/spec.ts derives it from a verb's spec */
export interface Settings<V = object> {
	/** Given values only. An absent name leaves the library's default. */
	readonly values: V;
	readonly origins: { readonly [K in keyof V]?: Origin };
	/** Options that the verb accepts. */
	readonly flags: Flags;
	/** File given with --config. */
	readonly configFile?: string;
}
