/** A part of the text with no symbol of the vocabulary has no loss. That is no divergence, and it is said. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { SluiceError } from "../../errors/index.ts";
import type { TrainEvent } from "../../training/run/events.ts";
import { compare } from "../comparisons/compare.ts";
import { text } from "../datasets/texts.ts";
import { train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-alphabets-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string) => {
	writeFileSync(join(folder, name), content);
	return join(folder, name);
};
const latin = file("latin.txt", "the cat sat on the mat. ".repeat(60));
const hangul = file("hangul.txt", "가나다라마바사아자차카타파하".repeat(100));
const halves = file("halves.txt", "abcde".repeat(176) + "WXYZ".repeat(55));
/** The last 1,000 of 3,080 validation symbols are known; a validation reads the first 2,048. */
const late = file("late.txt", "abcde".repeat(616) + "WXYZ".repeat(520) + "abcde".repeat(200));
const options = { hidden: 4, batch: 2, k1: 7, steps: 6, validEvery: 2, rollbacks: 3 };
const engine = "reference";

async function trained(data: ReturnType<typeof text>, more: object = {}) {
	const events: TrainEvent[] = [];
	const onEvent = (event: TrainEvent) => events.push(event);
	const result = await train({ data, options, runs, engine, ...more }, { onEvent });
	const notices = events.flatMap((event) => (event.type === "notice" ? [event.notice as SluiceError] : []));
	return { result, notices, events };
}

test("6 steps whose validation part has 0 known symbols: 0 rollbacks, no validation loss, 1 notice", async () => {
	const { result, notices, events } = await trained(text(halves, { split: [80, 20, 0] }));
	expect([result.steps, result.ended, result.rollbacks]).toEqual([6, "budget", []]);
	expect("lossNats" in result && result.lossNats.valid).toBeNull();
	expect(notices.map(({ code }) => code)).toEqual(["E_VALID_UNKNOWN"]);
	expect(notices[0]!.message).toContain("none of the 220 symbols");
	expect(events.filter(({ type }) => type === "valid")).toEqual([]);
});

test("a validation that happens to read unknown symbols only is skipped, not taken for a divergence", async () => {
	const { result } = await trained(text(late, { split: [50, 50, 0] }), { options: { ...options, steps: 4 } });
	expect([result.steps, result.rollbacks]).toEqual([4, []]);
	expect("lossNats" in result && result.lossNats.valid).toEqual(expect.any(Number));
});

test("--from with another alphabet is refused before there is a run, with the number of symbols", async () => {
	const { result } = await trained(text(latin));
	const before = readdirSync(runs);
	await expect(trained(text(hangul), { from: result.run })).rejects.toThrow(
		/none of the 1,260 symbols of the train(ing)? part.*E_CORPUS_UNKNOWN/,
	);
	expect(readdirSync(runs)).toEqual(before);
});

test("compare on a held-out part with 0 known symbols: 0 of 2 trials diverge", async () => {
	const split = [80, 20, 0] as [number, number, number];
	const found = await compare({
		data: text(halves, { split }),
		remedies: ["none"],
		seeds: 2,
		options: { hidden: 4, batch: 2, k1: 7, steps: 2 },
		out: join(folder, "compared"),
		engine,
		workers: 1,
	} as never);
	expect(JSON.stringify(found)).not.toContain("held-out loss");
});
