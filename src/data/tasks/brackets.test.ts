import { expect, test } from "vitest";
import { fiveSigma, meanOf, stream, symbolsOf, wrongCount } from "../../../test/conformance/taskAnswers.ts";
import { brackets } from "./brackets.ts";

/**
 * The symbols allowed after each prefix, found by cancelling pairs in the text; undefined if the string is not
 * balanced.
 */
function mayFollow(symbols: number[], k: number): string[] | undefined {
	const text = symbols.map((symbol) => String.fromCharCode((symbol < k ? 97 : 65) + (symbol % k))).join("");
	const reduced = (prefix: string): string => {
		let left = prefix;
		for (let before = ""; before !== left; ) {
			before = left;
			for (let kind = 0; kind < k; kind++) left = left.replaceAll(String.fromCharCode(97 + kind, 65 + kind), "");
		}
		return left;
	};
	const openings = "abcdefgh".slice(0, k);
	const next = [...text].map(
		(_, t) =>
			openings +
			reduced(text.slice(0, t + 1))
				.slice(-1)
				.toUpperCase(),
	);
	return reduced(text) === "" ? next : undefined;
}

test("every string of 20 is balanced, and the answers are all openings and the closing that fits (3 kinds, 400 strings)", () => {
	const task = brackets();
	const N = 400;
	const batch = task.draw(stream(7), { batch: N, length: 20 });
	const outputs = new Float64Array(batch.values!.length);
	for (let b = 0; b < N; b++) {
		const next = mayFollow(symbolsOf(batch, b), 3);
		expect(next).toBeDefined();
		next!.forEach((legal, t) => {
			[..."abcABC"].forEach((letter, v) => {
				outputs[(t * N + b) * 6 + v] = legal.includes(letter) ? 0.01 : -0.01;
			});
		});
	}
	expect([...outputs].map((y) => (y > 0 ? 1 : 0))).toEqual([...batch.values!]);
	expect(wrongCount(task, batch, outputs)).toBe(0);
	outputs[(7 * N + 2) * 6 + 4] = 0; // on the threshold is on neither side
	expect([...task.wrong(batch, outputs).subarray(1, 4)]).toEqual([0, 1, 0]);
});

test("strings are uniform: of 3 pairs each of the 5 shapes comes as often, and kinds are even", () => {
	const N = 10_000;
	const batch = brackets({ kinds: 2 }).draw(stream(9), { batch: N, length: 6 });
	const shapes = new Map<string, number>();
	let first = 0;
	for (let b = 0; b < N; b++) {
		const symbols = symbolsOf(batch, b);
		const shape = symbols.map((symbol) => (symbol < 2 ? "(" : ")")).join("");
		shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
		first += symbols.filter((symbol) => symbol === 0).length;
	}
	expect(shapes.size).toBe(5);
	for (const count of shapes.values()) expect(Math.abs(count - N / 5)).toBeLessThan(fiveSigma(N, 1 / 5));
	expect(Math.abs(first - 1.5 * N)).toBeLessThan(fiveSigma(3 * N, 1 / 2));
});

test("the best constant answer costs the baseline: each closing is legal at (1 - 3 / (2n + 4)) / k of the steps", () => {
	const task = brackets({ kinds: 3 });
	const N = 4000;
	for (const length of [2, 12, 51]) {
		const batch = task.draw(stream(11), { batch: N, length });
		const T = length - (length % 2);
		expect(batch.T).toBe(T);
		const p = (1 - 3 / (2 * (T / 2 + 2))) / 3;
		const costs = Array.from({ length: N }, (_, b) => {
			let nats = 0;
			for (let t = 0; t < T; t++) {
				for (let v = 3; v < 6; v++) nats -= batch.values![(t * N + b) * 6 + v] === 1 ? Math.log(p) : Math.log(1 - p);
			}
			return nats / T;
		});
		const { mean, within } = meanOf(costs);
		// A string of 2 costs the same whatever it is, so only rounding is left there.
		expect(Math.abs(mean - task.baselineAt!(length))).toBeLessThan(within + 1e-12);
	}
});

test("one kind and 2 steps are the least; no kind is E_SIZE, 1 step E_TASK_LENGTH", () => {
	const batch = brackets({ kinds: 1 }).draw(stream(1), { batch: 2, length: 3 });
	expect(symbolsOf(batch, 1)).toEqual([0, 1]);
	expect([...batch.values!]).toEqual([1, 1, 1, 1, 1, 0, 1, 0]);
	expect(() => brackets({ kinds: 0 })).toThrow(/E_SIZE/);
	expect(() => brackets().draw(stream(1), { batch: 1, length: 1 })).toThrow(/Try --length 2.*E_TASK_LENGTH/);
});
