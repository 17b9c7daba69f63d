/** Types of a message catalogue: keys with holes, the same in every language. */
import type { en } from "./en.ts";

export type MessageKey = keyof typeof en;

/**
 * Names of the holes in a message. `"{run} at {step}"` has run and step; `{run:을/를}` and `{steps:step/steps}` are run
 * and steps.
 */
export type Holes<S extends string> = S extends `${string}{${infer Hole}}${infer Rest}`
	? (Hole extends `${infer Name}:${string}` ? Name : Hole) | Holes<Rest>
	: never;

type Values<K extends MessageKey> = [Holes<(typeof en)[K]>] extends [never]
	? []
	: [values: Readonly<Record<Holes<(typeof en)[K]>, string | number>>];

/** Fills the message `key` of one language. */
export type Translate = <K extends MessageKey>(key: K, ...values: Values<K>) => string;

/** A translated catalogue: the same keys with the same holes. */
export type Catalogue<C> = {
	[K in MessageKey]: K extends keyof C
		? [Holes<C[K] & string>] extends [Holes<(typeof en)[K]>]
			? [Holes<(typeof en)[K]>] extends [Holes<C[K] & string>]
				? string
				: never
			: never
		: never;
};

/** Keys of messages without holes. */
export type PlainKey = {
	[K in MessageKey]: [Holes<(typeof en)[K]>] extends [never] ? K : never;
}[MessageKey];
