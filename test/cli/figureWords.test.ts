import { expect, test } from "vitest";
import { ko as reading } from "../../cli/messages/reading/ko.ts";
import { ko } from "../../cli/verbs/diagnose/ko.ts";
import { FINDING_KINDS } from "../../src/diagnosis/findings.ts";
import { FIGURE_WORDS } from "../../src/workbench/drawing/figureWords.ts";

test("findings and parts of the data have the same Korean names in a figure as in the terminal", () => {
	for (const kind of FINDING_KINDS) expect(FIGURE_WORDS.ko[kind]).toBe(ko[`finding.${kind}`]);
	for (const part of ["train", "valid", "test"] as const)
		expect(FIGURE_WORDS.ko[part]).toBe(`${reading[`part.${part}`]} 부분`);
});
