import { expect, test } from "vitest";
import { stream } from "../../../test/conformance/taskAnswers.ts";
import { copySequence, reversal } from "./pairs.ts";

test("of 7 symbols both tasks make 14 steps: question, marker, and the answer as read one step later; 7 steps are scored", () => {
	for (const [task, order] of [
		[copySequence(), (i: number) => i],
		[reversal({ values: 3 }), (i: number) => 6 - i],
	] as const) {
		const k = task.outputs;
		const { T, B, ids, targets, lengths, questions } = task.draw(stream(3), { batch: 5, length: 7 });
		expect([T, B, [...lengths], [...questions!]]).toEqual([14, 5, new Array(5).fill(14), new Array(5).fill(7)]);
		for (let b = 0; b < B; b++) {
			const read = Array.from({ length: T }, (_, t) => ids![t * B + b]!);
			const asked = Array.from({ length: T }, (_, t) => targets![t * B + b]!);
			expect(read.slice(0, 7).every((symbol) => symbol >= 0 && symbol < k)).toBe(true);
			expect(asked.slice(7)).toEqual(read.slice(0, 7).map((_, i) => read[order(i)]!));
			expect(asked.slice(0, 7)).toEqual(new Array(7).fill(-1));
			expect(read.slice(7)).toEqual([k, ...asked.slice(7, 13)]);
		}
	}
	expect([copySequence().baseline, reversal({ values: 3 }).baseline]).toEqual([Math.log(8), Math.log(3)]);
});

test("one wrong step makes the sequence wrong: exact match", () => {
	const task = copySequence({ values: 4 });
	const batch = task.draw(stream(4), { batch: 3, length: 5 });
	const outputs = new Float64Array(batch.T * 3 * 4); // [T,B,V]
	for (let n = 0; n < batch.T * 3; n++) if (batch.targets![n]! >= 0) outputs[n * 4 + batch.targets![n]!] = 1;
	expect([...task.wrong(batch, outputs)]).toEqual([0, 0, 0]);
	const row = 9 * 3 + 1; // the last step of sequence 1
	outputs.fill(0, row * 4, row * 4 + 4);
	outputs[row * 4 + ((batch.targets![row]! + 1) % 4)] = 1;
	expect([...task.wrong(batch, outputs)]).toEqual([0, 1, 0]);
});

test("a single value, and a sequence of more than a million steps, are refused", () => {
	expect(() => reversal({ values: 1 })).toThrow(/values.*E_SIZE/);
	expect(() => copySequence().draw(stream(1), { batch: 1, length: 500_001 })).toThrow(/E_TASK_LENGTH/);
});
