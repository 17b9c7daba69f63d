/** Checks of what a caller may choose of a reproduction: fewer updates, and the rows of its table. */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { checkOption, checkWhole, notOneOf, unknownOption } from "../../errors/request.ts";
import { REPRODUCTIONS } from "./registry.ts";
import type { Mode, Reproduction } from "./reproduction.ts";

/** @throws E_OPTION for sizes that the reproduction does not have. */
export function sizesOf({ name, sizes }: Reproduction, mode: Mode, asked?: readonly number[]): readonly number[] {
	if (asked === undefined) return sizes?.[mode] ?? [];
	const where = `reproduce ${name}`;
	if (!sizes) throw fail("E_OPTION", { option: "sizes", why: unknownOption("sizes", []), where });
	const known = sizes.full.map(String);
	const fits = Array.isArray(asked) && asked.length > 0;
	checkOption("sizes", asked, fits, { reason: "list", of: "numbers", such: known.join(","), got: shown(asked) }, where);
	for (const size of asked)
		if (!sizes.full.includes(size)) throw fail("E_OPTION", { option: "sizes", why: notOneOf(known, size), where });
	return sizes.full.filter((size) => asked.includes(size));
}

/** @throws E_OPTION for more updates than the size has, or for a reproduction whose number is fixed. */
export function checkFewer(name: string, fewer: number, own: number): void {
	checkWhole("updates", fewer, { min: 1 }, "reproduce");
	if (own === 0) {
		const names = REPRODUCTIONS.filter(({ updates }) => updates).map((one) => one.name);
		throw fail("E_OPTION", { option: "updates", where: `reproduce ${name}`, why: notOneOf(names, name) });
	}
	checkWhole("updates", fewer, { min: 1, max: own }, "reproduce");
}
