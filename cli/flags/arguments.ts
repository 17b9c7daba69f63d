/** The words of a command before its flags, as data: `<run>` must be given, `[file...]` may, once or more often. */
import type { PlainKey } from "../messages/catalogue.ts";

export interface Argument {
	name: string;
	/** Its meaning. */
	about: PlainKey;
}

export const RUN: Argument = { name: "<run>", about: "arg.run" };
/** Texts to measure on. */
export const FILES: Argument = { name: "[file...]", about: "arg.files" };
/** Texts to read. */
export const READ_FILES: Argument = { name: "[file...]", about: "arg.readFiles" };
export const UNIT: Argument = { name: "<unit>", about: "arg.unit" };
export const TEXTS: Argument = { name: "<text...>", about: "arg.ngrams" };
