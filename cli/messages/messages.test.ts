import { describe, expect, test } from "vitest";
import { particle } from "../../src/errors/particle.ts";
import type { MessageKey } from "./catalogue.ts";
import { en } from "./en.ts";
import { english, messagesFor } from "./index.ts";
import { ko } from "./ko.ts";

const KEYS = Object.keys(en) as MessageKey[];
const holes = (message: string) => [...message.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();

describe("the catalogue of messages", () => {
	test("every message stands in both languages, in the same order", () => {
		expect(Object.keys(ko)).toEqual(KEYS);
	});

	test("every message has the same holes in both languages and is not empty", () => {
		for (const key of KEYS) {
			expect([...new Set(holes(ko[key]))], key).toEqual([...new Set(holes(en[key]))]);
			expect(en[key].trim(), key).not.toBe("");
			expect(ko[key].trim(), key).not.toBe("");
		}
	});

	test("a Korean message without Hangul is made of holes, units and signs only", () => {
		const without = KEYS.filter((key) => !/\p{Script=Hangul}/u.test(ko[key]));
		expect(without).toEqual([
			"help.range",
			"live.nats",
			"live.bits",
			"live.rmse",
			"live.of",
			"diagnose.layer",
			"cells.auc",
			"cells.r",
			"cells.kindShare",
			"names.area",
			"names.degree",
			"data.got",
			"predictions.bits",
			"default.best",
			"default.places",
			"against.correlation",
			"unit.nats",
			"trace.wayC",
			"trace.wayH",
		]);
	});

	test("Korean sentences end in 합니다체, never in 해요체 or plain style", () => {
		const blunt = KEYS.filter(
			(key) => /(요|한다|된다|이다)[.)]?$/.test(ko[key]) && !/아닌가요|[가-힣]세요[.)]?$/.test(ko[key]),
		);
		expect(blunt).toEqual([]);
	});

	test("a filled message has no brace left", async () => {
		const t = await messagesFor("ko");
		expect(t("train.valid", { step: 40, nats: "1.2000 nats", bits: "1.7312 bits", count: "2.05k" })).toBe(
			"갱신 40: 검증 1.2000 nats, 1.7312 bits (앞부분 기호 2.05k개)",
		);
		expect(english("live.of", { done: "3 MB", total: "9 MB" })).toBe("3 MB of 9 MB");
	});
});

test("one is one step, anything else steps, and every English hole that counts has both nouns", () => {
	const rows = (rows: number | string) => english("series.rows", { rows, horizon: 1 });
	expect([rows(1), rows("1"), rows(0), rows(2), rows("1.00k")].map((line) => line.split(",")[0])).toEqual([
		"1 row",
		"1 row",
		"0 rows",
		"2 rows",
		"1.00k rows",
	]);
	expect(english("prove.notFirst", { others: 1, count: 1 })).toMatch(/^Of 1 other unit, 1 raises the loss/);
	for (const key of KEYS) {
		for (const [, pair] of en[key].matchAll(/\{\w+:([^}]*)\}/g)) {
			const [one, more, ...rest] = pair!.split("/");
			expect([one !== more, Boolean(one && more), rest], key).toEqual([true, true, []]);
		}
	}
});

describe("Korean particles", () => {
	test.each([
		["sqlite-lstm-1", "을/를", "sqlite-lstm-1을"],
		["sqlite-lstm-2", "을/를", "sqlite-lstm-2를"],
		["run-10", "은/는", "run-10은"],
		["run-1", "으로/로", "run-1로"],
		["run-3", "으로/로", "run-3으로"],
		["실험", "이/가", "실험이"],
		["자료", "이/가", "자료가"],
		["linux", "을/를", "linux를"],
		["lstm", "을/를", "lstm을"],
		["training", "을/를", "training을"],
	])("%s takes %s as %s", (word, pair, wanted) => {
		expect(particle(word, pair)).toBe(wanted);
	});
});
