/** The arguments of a command as data: `<run>` is required, `[file...]` is optional and can be repeated. */
import type { PlainKey } from "../messages/catalogue.ts";

export interface Argument {
	name: string;
	/** Message key of its description. */
	about: PlainKey;
}

export const RUN: Argument = { name: "<run>", about: "arg.run" };
/** Texts to evaluate on. */
export const FILES: Argument = { name: "[file...]", about: "arg.files" };
/** Texts to read. */
export const READ_FILES: Argument = { name: "[file...]", about: "arg.readFiles" };
export const UNIT: Argument = { name: "<unit>", about: "arg.unit" };
export const TEXTS: Argument = { name: "<text...>", about: "arg.ngrams" };
