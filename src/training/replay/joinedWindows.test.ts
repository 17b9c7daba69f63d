import { expect, test } from "vitest";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { createReference } from "../../kernels/reference.ts";
import { type GivenOptions, parseOptions } from "../options/options.ts";
import { Trainer } from "../trainer.ts";
import { joinShards } from "./joinedWindows.ts";
import { copyWindow, type UpdateWindow } from "./updateWindow.ts";

test("the windows of 3 shards, joined, hold every number of the whole batch's windows, and norms within 1e-14", async () => {
	const source = bytesSource("letters", new TextEncoder().encode("abacabadabacabaeabcdeedcba".repeat(20)));
	const corpus = await openCorpus(source, { split: [100, 0, 0] });
	for (const raw of [{}, { k1: 9, k2: 4 }, { cell: "gru", k1: 3, k2: 7 }] as GivenOptions[]) {
		const windows = async (shards?: number): Promise<UpdateWindow[]> => {
			const options = parseOptions({
				...{ hidden: 4, layers: 2, batch: 6, k1: 5, steps: 9, lr: 0, reset: 0 },
				...raw,
				shards,
			});
			const trainer = new Trainer(createReference(), corpus.parts.train, corpus.vocabulary.size, options);
			await trainer.update(0);
			const found: UpdateWindow[] = [];
			trainer.observe((window, steps) => found.push(copyWindow(window, steps, true)));
			await trainer.update(0);
			return found;
		};
		const whole = await windows();
		const joined = joinShards(await windows(3), 3);
		expect(joined.length).toBe(whole.length);
		for (const [n, window] of joined.entries()) {
			expect({ ...window, layers: [] }).toEqual({ ...whole[n]!, layers: [] });
			for (const [l, { log10Dh, log10Dc, ...layer }] of window.layers.entries()) {
				const { log10Dh: dh, log10Dc: dc, ...values } = whole[n]!.layers[l]!;
				expect(layer).toEqual(values);
				for (const [t, log] of log10Dh!.entries()) expect(Math.abs(log - dh![t]!)).toBeLessThan(1e-14);
				for (const [t, log] of (log10Dc ?? []).entries()) expect(Math.abs(log - dc![t]!)).toBeLessThan(1e-14);
			}
		}
	}
});
