/**
 * A verb as data: its arguments, options and help. Nothing here computes; the `run.ts` next to a spec loads when
 * called.
 */
import type { Argument } from "../flags/arguments.ts";
import type { Flags, ValuesIn } from "../flags/flag.ts";
import type { PlainKey } from "../messages/catalogue.ts";

export interface Spec {
	/** Name as typed: "train", "cells find". */
	name: string;
	/** Former name, which still works and names the new one. */
	formerly?: string;
	/** One-line description. */
	about: PlainKey;
	/** Arguments after its name in the usage, without options. */
	usage: string;
	arguments: readonly Argument[];
	/** Options in the order of the help. */
	flags: Flags;
	examples: readonly string[];
}

/** Two-word verbs: `sluice data list`. */
export type GroupSpec = Pick<Spec, "name" | "about" | "usage" | "examples">;

/** Checked values of a verb's given options. */
export type ValuesOf<S extends Pick<Spec, "flags">> = ValuesIn<S["flags"]>;
