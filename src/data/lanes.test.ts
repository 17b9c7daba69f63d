import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { openCorpus, type Part } from "./corpus.ts";
import { Lanes } from "./lanes.ts";
import { bytesSource } from "./source.ts";
import { UNITS } from "./units.ts";

async function trainPart(
	text: string,
	unit: (typeof UNITS)[number] = "codepoint",
): Promise<{ part: Part; ids: number[] }> {
	const corpus = await openCorpus(bytesSource("t", new TextEncoder().encode(text)), { unit, split: [100, 0, 0] });
	const part = corpus.parts.train;
	return { part, ids: [...(await part.reader(0).read(part.symbols))] };
}

/** A batch by definition: lane b, step t holds symbol b n + t and its successor. */
function defined(ids: number[], B: number, n: number, step: number, steps: number) {
	const inputs: number[] = [];
	const targets: number[] = [];
	for (let t = 0; t < steps; t++) {
		for (let b = 0; b < B; b++) {
			inputs.push(ids[b * n + step + t]!);
			targets.push(ids[b * n + step + t + 1]!);
		}
	}
	return { inputs, targets };
}

test("batches are the symbols b n + t and their successors, for B = 3, random steps and 4 epochs, in every unit", async () => {
	const rng = new RandomStream(6, "lanes");
	for (const unit of UNITS) {
		const { part, ids } = await trainPart("값 a가\u{1f468}b나 다c 라\n".repeat(23), unit);
		const B = 3;
		const lanes = new Lanes(part, B);
		const n = Math.floor((ids.length - 1) / B);
		expect(lanes.stepsPerEpoch).toBe(n);
		let epoch = 0;
		let step = 0;
		while (epoch < 4) {
			const steps = 1 + rng.below(19);
			const inputs = new Int32Array(steps * B);
			const targets = new Int32Array(steps * B);
			const got = await lanes.next(steps, inputs, targets);
			if (step + steps > n) {
				epoch++;
				step = 0;
			}
			expect(got).toEqual({ fresh: step === 0, epoch });
			expect({ inputs: [...inputs], targets: [...targets] }).toEqual(defined(ids, B, n, step, steps));
			step += steps;
			expect(lanes.cursor()).toEqual({ epoch, step });
		}
	}
});

test("lanes longer than what is read ahead go on without a seam (1.3 million symbols, 2 lanes)", async () => {
	const rng = new RandomStream(7, "long");
	const text = Array.from({ length: 1_300_000 }, () => String.fromCharCode(97 + rng.below(26))).join("");
	const { part, ids } = await trainPart(text);
	const lanes = new Lanes(part, 2);
	const steps = 4999;
	const inputs = new Int32Array(2 * steps);
	const targets = new Int32Array(2 * steps);
	for (let step = 0; step + steps <= lanes.stepsPerEpoch; step += steps) {
		await lanes.next(steps, inputs, targets);
		const wanted = defined(ids, 2, lanes.stepsPerEpoch, step, steps);
		expect(Buffer.compare(Buffer.from(inputs.buffer), Buffer.from(Int32Array.from(wanted.inputs).buffer))).toBe(0);
		expect(Buffer.compare(Buffer.from(targets.buffer), Buffer.from(Int32Array.from(wanted.targets).buffer))).toBe(0);
	}
});

test("after seek the next batch is the one that would have followed, from every cursor of two epochs", async () => {
	const { part } = await trainPart("가나다라 abc값\n".repeat(9), "jamo");
	const take = async (lanes: Lanes) => {
		const ids = new Int32Array(7 * 5);
		const targets = new Int32Array(7 * 5);
		return { ...(await lanes.next(7, ids, targets)), ids: [...ids], targets: [...targets] };
	};
	const steady = new Lanes(part, 5);
	while (steady.cursor().epoch < 2) {
		const cursor = steady.cursor();
		const resumed = new Lanes(part, 5);
		await resumed.seek(cursor);
		expect(await take(resumed)).toEqual(await take(steady));
	}
});

test("the smallest corpus that fits trains: B k + 1 symbols; one less is E_CORPUS_SHORT with the numbers and what would fit", async () => {
	const fits = await trainPart("abcdefghijklmnopqrstuv"); // 22 = 3 x 7 + 1
	const ids = new Int32Array(21);
	await new Lanes(fits.part, 3).next(7, ids, new Int32Array(21));
	expect([...ids.subarray(0, 3)]).toEqual([0, 7, 14]);
	const short = await trainPart("abcdefghijklmnopqrstu");
	const lanes = new Lanes(short.part, 3);
	const numbers =
		"the train part has 21 symbols, but --batch 3 x --k1 7 needs at least 22. Try --k1 6, --batch 2 or a longer text";
	expect(() => lanes.check(7)).toThrow(numbers);
	await expect(lanes.next(7, new Int32Array(21), new Int32Array(21))).rejects.toThrow(/E_CORPUS_SHORT/);
	expect(() => new Lanes(short.part, 21).check(1)).toThrow(/Try --batch 20 or a longer text.*E_CORPUS_SHORT/);
	expect(() => new Lanes(short.part, 21).check(64)).toThrow(/Try --batch 1 --k1 20 or a longer text.*E_CORPUS_SHORT/);
	expect(() => new Lanes(short.part, 0)).toThrow(/--batch.*E_SIZE/);
	expect(() => lanes.check(0)).toThrow(/--k1.*E_SIZE/);
});

test("a cursor that does not fit the text is E_CURSOR", async () => {
	const { part } = await trainPart("abcdefghijklmnopqrstuv");
	const lanes = new Lanes(part, 3);
	for (const step of [-1, 8, 1.5, Number.NaN]) await expect(lanes.seek({ epoch: 0, step })).rejects.toThrow(/E_CURSOR/);
	await expect(lanes.seek({ epoch: -1, step: 0 })).rejects.toThrow(/E_CURSOR/);
});
