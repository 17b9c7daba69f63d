/** The numbers that come with the page for lesson 9 are those of the training that they are said to be from. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { questionGain, timesAsLikely } from "../../page/studio/chat/listen/gain.ts";
import { type Listening, listening } from "./listening.ts";

const FILE = join(import.meta.dirname, "../../page/studio/stored/listening.json");

test("training anew for 800 updates in both languages gives each of the 1,650 stored losses, and the 80 stored gradients", () => {
	const found = listening();
	if (process.env.SLUICE_WRITE_LISTENING) writeFileSync(FILE, `${JSON.stringify(found)}\n`);
	const stored = JSON.parse(readFileSync(FILE, "utf8")) as Listening;
	expect(stored).toEqual(found);
	expect([...stored.en.nats, ...stored.ko.nats].flat(2)).toHaveLength(1650);
	expect([...stored.paths.state, ...stored.paths.attention]).toHaveLength(80);
});

test.each([
	["docs/lessons", "en", ["46", "7.28", "1,500", "-2.03", "0.587"]],
	["docs/ko/lessons", "ko", ["83", "5.25", "190", "-0.07", "0.477"]],
] as const)(
	"%s quotes the figure: the first loss, the gain, how many times as likely, the control, the gain per character",
	(folder, lang, quoted) => {
		const lesson = readFileSync(join(import.meta.dirname, "../..", folder, "9-listening.md"), "utf8");
		const { nats, answers } = (JSON.parse(readFileSync(FILE, "utf8")) as Listening)[lang];
		const { gain } = questionGain(nats.at(-1)!, false);
		const characters = answers.join("").length / answers.length;
		const numbers = [
			questionGain(nats[0]!, false).given.toFixed(0),
			gain.toFixed(2),
			timesAsLikely(gain),
			questionGain(nats.at(-1)!, true).gain.toFixed(2),
			(gain / characters).toFixed(3),
		];
		expect(numbers).toEqual(quoted);
		for (const number of numbers) expect(lesson).toContain(number);
	},
);
