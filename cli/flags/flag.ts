/** A flag as data: what it takes, where it stands in the help, and what the help says of it. A page could build a form from it. */
import type { MessageKey, PlainKey } from "../messages/catalogue.ts";
import type { Rule, ValueOf } from "./rules.ts";

export type Group =
	| "data"
	| "series"
	| "model"
	| "training"
	| "reservoir"
	| "remedies"
	| "budget"
	| "saving"
	| "sampling"
	| "reading"
	| "cells"
	| "exchange"
	| "reproduction"
	| "comparison"
	| "machine"
	| "common";

/** What a number counts or measures. */
export type Unit =
	| "bytes"
	| "epochs"
	| "minutes"
	| "nats"
	| "rows"
	| "sequences"
	| "steps"
	| "symbols"
	| "threads"
	| "units"
	| "updates"
	| "validations";

/** A message, with what fills its holes. */
export interface Words {
	words: MessageKey;
	with?: Readonly<Record<string, string | number>>;
}

/** What is taken without the flag: a value, words, or what each choice of another flag brings. */
export type Unset = { value: string | number } | Words | { per: "optimizer" | "cell" };

export interface Flag {
	/** Kind, range and default. */
	rule: Rule;
	group: Group;
	/** Its meaning. */
	about: PlainKey;
	/** What stands for the value in the help, such as FILE; else the kind or the choices say it. */
	takes?: string;
	unit?: Unit;
	/** Where the rule's default does not say what is taken without the flag. */
	unset?: Unset;
	/** What can be chosen, where it hangs on another flag: a list for each of that flag's choices. */
	choices?: Readonly<Record<string, readonly string[]>>;
	/** One fact more, behind range and default. */
	also?: Words;
	/** Which facts of the rule the help tells; both unless given, none where `about` says them. */
	tells?: readonly ("range" | "default")[];
}

/** Flags by name: `clipNorm` is --clip-norm, SLUICE_CLIP_NORM, and the key of a configuration file. */
export type Flags = Readonly<Record<string, Flag>>;

/** What was given of `flags`, once checked: an absent one leaves the library's default. */
export type ValuesIn<F extends Flags> = { readonly [K in keyof F]?: ValueOf<F[K]["rule"]> };
