/** Numbers as the panels of the view Text write them. */

import type { CellSearchResult } from "../../../src/interpretation/search/cellSearchResult.ts";
import { fixed, minus } from "../../kit/numbers.ts";

/** F1 below which a unit is said to mark the pattern loosely: wrong and missed symbols are more than twice the right ones. */
export const POOR = 0.5;

export const qOf = (q: number) => (q < 1e-3 ? minus(q.toExponential(0)) : fixed(q, 3));

/** Tests over which the false discovery rate of a search is taken: its units times its patterns that select different symbols. */
export const testsOf = ({ units, patterns }: Pick<CellSearchResult, "units" | "patterns">): number =>
	units * patterns.filter(({ sameAs }) => sameAs === undefined).length;
