import { describe, expect, test } from "vitest";
import { stepCost } from "./stepCost.ts";

describe("the cost of a step, by hand", () => {
	test("one rank exchanges nothing: 32 lanes of 25 ms and 20 ms of update are 820 ms", () => {
		expect(stepCost({ parameters: 3.4e6, batch: 32, ranks: 1, laneSeconds: 0.025, updateSeconds: 0.02 })).toEqual({
			...{ mostShards: 32, computeSeconds: 0.8, gradientBytes: 0, messages: 0, exchangeSeconds: 0 },
			...{ stepSeconds: 0.8200000000000001, speedup: 1, efficiency: 1 },
		});
	});

	test("two ranks at 1 Gbit/s and 0.2 ms: 3.4 M parameters are 13.6 MB each way, 109.6 ms, and 78.5 % efficiency", () => {
		const cost = stepCost({ parameters: 3.4e6, batch: 32, shards: 8, ranks: 2, laneSeconds: 0.025 });
		// 4 shards of 4 lanes: 16 x 25 ms = 400 ms; 2 x 1/2 x 4 x 3.4e6 = 13.6e6 bytes, 108.8 ms; 8 (1 + 3 x 4) = 104 bytes
		// 3 messages and 1 order: 4 x 0.2 ms = 0.8 ms
		expect(cost).toMatchObject({ mostShards: 4, gradientBytes: 13.6e6, messages: 4 });
		expect(cost.computeSeconds).toBeCloseTo(0.4, 12);
		expect(cost.exchangeSeconds).toBeCloseTo(0.0008 + 0.1088 + 832e-9, 12);
		expect(cost.speedup).toBeCloseTo(0.8 / (0.4 + 0.109600832), 12);
		expect(cost.efficiency).toBeCloseTo(0.785, 3);
	});

	test("three ranks of 8 shards wait for the one that has 4: no faster than two, without a network", () => {
		const free = {
			parameters: 1e6,
			batch: 8,
			laneSeconds: 0.1,
			latencySeconds: 0,
			bitsPerSecond: Number.POSITIVE_INFINITY,
		};
		expect([1, 2, 3, 4, 5, 8].map((ranks) => stepCost({ ...free, ranks }).speedup)).toEqual([1, 2, 2, 4, 4, 8]);
	});

	test("1,024 ranks send 3,079 messages in a row: 615.8 ms of latency at 0.2 ms each", () => {
		const cost = stepCost({ parameters: 1024, batch: 1024, ranks: 1024, laneSeconds: 1 });
		expect(cost).toMatchObject({ mostShards: 1, messages: 3 * 1023 + 10, gradientBytes: 2 * 1023 * 4 });
		// 1,023 slices of 4 bytes twice, and 1,023 times 32 bytes of numbers
		expect(cost.exchangeSeconds).toBeCloseTo(3079 * 2e-4 + (8 * (8184 + 32736)) / 1e9, 12);
	});

	test("4 ranks that exchange 3.4 M weights every 100 updates at 100 Mbit/s and 20 ms: 18.52 ms per update instead of 1.85 s", () => {
		const far = {
			parameters: 3.4e6,
			batch: 32,
			ranks: 4,
			laneSeconds: 0.025,
			bitsPerSecond: 1e8,
			latencySeconds: 0.02,
		};
		const rare = stepCost({ ...far, syncEvery: 100 });
		// 2 x 3/4 x 4 x 3.4e6 = 20.4e6 bytes, 1.632 s; 3 x 24 = 72 bytes, 5.76 us; 3 x 3 messages and 2 orders: 0.22 s
		expect(rare.exchangeSeconds).toBeCloseTo((1.632 + 0.00000576 + 0.22) / 100, 12);
		expect(rare.gradientBytes).toBe(204_000);
		expect(rare.messages).toBeCloseTo(0.11, 12);
		expect(rare.computeSeconds).toBeCloseTo(0.2, 12); // 8 lanes
		expect(rare.speedup).toBeCloseTo(0.8 / (0.2 + 0.0185200576), 12);
		const often = stepCost({ ...far, shards: 8 });
		// the same array and messages, and 3 x 8 (1 + 3 x 2) = 168 bytes, in every update
		expect(often.exchangeSeconds).toBeCloseTo(1.632 + 0.00001344 + 0.22, 12);
		expect(stepCost({ ...far, syncEvery: 1 }).exchangeSeconds).toBeCloseTo(1.85200576, 12);
	});

	test("1,024 ranks of one lane each, every 500 updates: 6.158 messages and 16.4 kB per update for 1,025,000 weights", () => {
		const cost = stepCost({ parameters: 1_025_000, batch: 1024, ranks: 1024, laneSeconds: 1, syncEvery: 500 });
		expect(cost.messages).toBeCloseTo((3 * 1023 + 10) / 500, 12);
		expect(cost.gradientBytes).toBeCloseTo((2 * (1023 / 1024) * 4.1e6) / 500, 6); // 16,384;
	});

	test("more ranks than shards, and shards that do not divide the batch, are refused", () => {
		const refused = (ranks: number, shards: number) => () =>
			stepCost({ parameters: 1, batch: 12, shards, ranks, laneSeconds: 1 });
		expect(refused(5, 4)).toThrow(expect.objectContaining({ code: "E_RANKS" }));
		expect(refused(2, 5)).toThrow(expect.objectContaining({ code: "E_OPTION" }));
		const apart = () => stepCost({ parameters: 1, batch: 12, ranks: 5, laneSeconds: 1, syncEvery: 9 });
		expect(apart).toThrow(expect.objectContaining({ code: "E_RANKS" }));
	});
});
