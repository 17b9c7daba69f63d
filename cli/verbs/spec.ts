/** A verb as data: what it takes and what its help says. Nothing here computes; `run.ts` beside a spec loads on call. */
import type { Argument } from "../flags/arguments.ts";
import type { Flags, ValuesIn } from "../flags/flag.ts";
import type { PlainKey } from "../messages/catalogue.ts";

export interface Spec {
	/** As it is called: "train", "cells find". */
	name: string;
	/** What it does, in a line. */
	about: PlainKey;
	/** What stands behind its name in the usage, but for the flags. */
	usage: string;
	arguments: readonly Argument[];
	/** In the order of the help. */
	flags: Flags;
	examples: readonly string[];
}

/** Verbs that are called by two words: `sluice data list`. */
export type GroupSpec = Pick<Spec, "name" | "about" | "usage" | "examples">;

/** What was given of a verb's flags, once checked. */
export type ValuesOf<S extends Pick<Spec, "flags">> = ValuesIn<S["flags"]>;
