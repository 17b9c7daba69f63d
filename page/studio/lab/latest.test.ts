import { expect, test } from "vitest";
import { latest } from "./latest.ts";

test("of ten questions while one is open, only the last is asked, and its answer comes last; a failure ends nothing", async () => {
	const asked: number[] = [];
	const taken: number[] = [];
	const failed: unknown[] = [];
	const waiting: (() => void)[] = [];
	const ask = latest(
		(question: number) => {
			asked.push(question);
			return new Promise<number>((resolve, reject) =>
				waiting.push(() => (question === 10 ? reject(new Error("ten")) : resolve(2 * question))),
			);
		},
		(answer) => taken.push(answer),
		(error) => failed.push(error),
	);
	const answer = async () => {
		waiting.shift()!();
		await new Promise((resolve) => setTimeout(resolve, 0));
	};
	for (let question = 1; question <= 10; question++) ask(question);
	expect(asked).toEqual([1]);
	await answer();
	expect([asked, taken]).toEqual([[1, 10], [2]]);
	await answer();
	expect(String(failed)).toBe("Error: ten");
	ask(11);
	await answer();
	expect([asked, taken]).toEqual([
		[1, 10, 11],
		[2, 22],
	]);
});
