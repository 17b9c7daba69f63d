/** The form of a training, as the server makes it of the command line's options. */
import type { Json, Words } from "../wire.ts";

/** GET /api/form: the options of `sluice train`, as the command line knows them. */
export interface Form {
	groups: FormGroup[];
	/** Tasks, each with the options of its own. */
	tasks: { name: string; about: Words; options: FormOption[] }[];
}
export interface FormGroup {
	/** Key of the group, such as "model". */
	name: string;
	title: Words;
	options: FormOption[];
}
export interface FormOption {
	/** Key of the option, such as "clipNorm". */
	key: string;
	/** The same on the command line: "--clip-norm". */
	flag: string;
	about: Words;
	kind: "number" | "whole" | "choice" | "switch" | "words";
	min?: number;
	max?: number;
	choices?: string[];
	/** Lists by the value of another option: variants by cell. */
	choicesBy?: { option: string; lists: Record<string, string[]> };
	/** Value without the option; null if it depends on others, which `unset` says in words. */
	value: Json;
	unset?: Words;
	unit?: Words;
}
