/** An option as data: its value, its position in the help, and its description. A page could build a form from it. */
import type { MessageKey, PlainKey } from "../messages/catalogue.ts";
import type { Rule, ValueOf } from "./rules.ts";

export type Group =
	| "data"
	| "series"
	| "labels"
	| "pairs"
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
	| "study"
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

/** A message key with the values for its holes. */
export interface Words {
	words: MessageKey;
	with?: Readonly<Record<string, string | number>>;
}

/** The default without the option: a value, words, or one per choice of another option. */
export type Unset = { value: string | number } | Words | { per: "cell" };

export interface Flag {
	/** Kind, range and default. */
	rule: Rule;
	group: Group;
	/** Message key of its description. */
	about: PlainKey;
	/** Placeholder for the value in the help, such as FILE. Default: the kind or the choices. */
	takes?: string;
	unit?: Unit;
	/** Default shown in the help if the rule's own default does not describe it. */
	unset?: Unset;
	/** Choices that depend on another option: one list for each of that option's choices. */
	choices?: Readonly<Record<string, readonly string[]>>;
	/** An extra note after range and default. */
	also?: Words;
	/** Facts of the rule that the help shows. Default: both. Empty if `about` already states them. */
	tells?: readonly ("range" | "default")[];
}

/** Options by name: `clipNorm` is --clip-norm, SLUICE_CLIP_NORM, and the key of a configuration file. */
export type Flags = Readonly<Record<string, Flag>>;

/** Checked values of the given `flags`. An absent one leaves the library's default. */
export type ValuesIn<F extends Flags> = { readonly [K in keyof F]?: ValueOf<F[K]["rule"]> };
