/** The page's list of patterns is the library's. */
import { expect, test } from "vitest";
import { PATTERN_NAMES as ALL } from "../../../src/interpretation/patterns/registry.ts";
import { PATTERN_NAMES } from "./patternNames.ts";

test("the page suggests all 25 patterns of the registry in its order", () => {
	expect(PATTERN_NAMES).toEqual(ALL);
	expect(PATTERN_NAMES).toHaveLength(25);
});
