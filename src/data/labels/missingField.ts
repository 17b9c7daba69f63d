/** The error of a line that lacks a field of its file. */
import { fail } from "../../errors/index.ts";
import type { FieldFlags } from "../../errors/labelled.ts";
import { nearest } from "../../errors/nearest.ts";
import { quote } from "../../errors/quote.ts";

export type { FieldFlags } from "../../errors/labelled.ts";

/** @param all fields that the line has. @param flags options that name the fields. */
export function unnamed(name: string, line: number, field: string, all: readonly string[], flags?: FieldFlags) {
	const known = all.slice(0, 20).map(quote).join(", ");
	const near = nearest(field.slice(0, 80), all.slice(0, 1000));
	return fail("E_LABELLED_NAME", { name, line, field, known, near, ...(flags && { flags }) });
}
