import { expect, test } from "vitest";
import { cellNamed, modelOf, V } from "../../../test/conformance/smallModels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { textOf } from "../stream.ts";
import { predictions } from "../textPredictions.ts";
import { startLosses, symbolLosses } from "./losses.ts";

const model = modelOf(cellNamed("lstm forget"));
const random = new RandomStream(3, "text");
const text = (S: number) => Int32Array.from({ length: S }, () => random.below(V));

async function predicted(ids: Int32Array): Promise<(number | null)[]> {
	const nats: (number | null)[] = [null];
	for await (const one of predictions(model, textOf(ids))) nats.push(one.nats);
	return nats;
}

test("losses of 300 symbols in one lane are those of predictions; none of the first and of unknown symbols", async () => {
	const ids = text(300);
	ids[41] = ids[200] = -1;
	const nats = await symbolLosses(model, ids);
	const wanted = await predicted(ids);
	for (const [t, one] of wanted.entries()) {
		if (one === null) expect(nats[t]).toBeNaN();
		else expect(nats[t]).toBeCloseTo(one, 12);
	}
	expect(nats.filter(Number.isNaN)).toHaveLength(3);
});

test("several lanes score every symbol once, as if the text had been read on, after a warm-up of 40 within 1e-4", async () => {
	const ids = text(1700);
	let counted = 0;
	const nats = await symbolLosses(model, ids, {
		warmup: 40,
		onWindow({ lanes, first, end }) {
			expect(lanes).toBe(4);
			for (let b = 0; b < lanes; b++) counted += Math.max(0, end[b]! - first[b]!);
		},
	});
	expect(counted).toBe(1699);
	for (const [t, one] of (await predicted(ids)).entries())
		if (one !== null) expect(Math.abs(nats[t]! - one)).toBeLessThan(1e-4);
});

test("the loss after k symbols from a zero state is the mean over sequences read alone, in bins 1, 2, 3-4 ... 17-20", async () => {
	const ids = text(101);
	ids[33] = -1;
	const carried = await symbolLosses(model, ids);
	const found = await startLosses(model, ids, carried, { length: 20, most: 4 });
	expect(found.map(({ from, to }) => [from, to])).toEqual([
		[1, 1],
		[2, 2],
		[3, 4],
		[5, 8],
		[9, 16],
		[17, 20],
	]);
	const starts = [0, 27, 53, 80]; // rounded 80/3 apart
	const alone = await Promise.all(starts.map((start) => predicted(ids.slice(start, start + 21))));
	for (const { from, to, lossNats, carriedLossNats, count } of found) {
		let [sum, along, n] = [0, 0, 0];
		for (const [k, losses] of alone.entries()) {
			for (let read = from; read <= to; read++) {
				if (losses[read] === null) continue;
				sum += losses[read]!;
				along += carried[starts[k]! + read]!;
				n++;
			}
		}
		expect(count).toBe(n);
		expect(lossNats).toBeCloseTo(sum / n, 12);
		expect(carriedLossNats).toBeCloseTo(along / n, 12);
	}
	expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(79);
});

test("texts of one and two symbols have no start to speak of, or one", async () => {
	expect([...(await symbolLosses(model, text(1)))]).toEqual([Number.NaN]);
	const two = Int32Array.from([1, 4]);
	const carried = await symbolLosses(model, two);
	expect(await startLosses(model, two, carried)).toEqual([
		{ from: 1, to: 1, count: 1, lossNats: carried[1], carriedLossNats: carried[1] },
	]);
});
