/** Labels of equal lines, as at the start of a duel, lie one above the other within the picture. */
import { expect, test } from "vitest";
import { spreadLabels } from "./spreadLabels.ts";

test("four labels at 200 of 204 pixels are 14 apart, the last at 204; labels apart stay where they are", () => {
	expect(spreadLabels([200, 200, 200, 200], 14, 204)).toEqual([162, 176, 190, 204]);
	expect(spreadLabels([20, 100, 60], 14, 204)).toEqual([20, 100, 60]);
	expect(spreadLabels([100, 95, 104], 14, 204)).toEqual([109, 95, 123]);
	expect(spreadLabels([], 14, 204)).toEqual([]);
});
