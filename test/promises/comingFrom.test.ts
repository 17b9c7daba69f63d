/**
 * docs/coming-from.md: five tables of ten rows. Each line of the column "here" runs, at a small size: `RUN` is a network
 * of 100 units, the texts are the engine's own C. The program at the end runs too.
 */
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as sluice from "../../src/index.ts";
import { read, spansOf } from "./documents/blocks.ts";
import { openWorld, type World } from "./documents/world.ts";

interface Row {
	section: string;
	there: string;
	/** Words of the command behind `sluice`. */
	words: string[];
}

/** Rows of the tables whose second cell is a command. */
function rowsOf(path: string): Row[] {
	let section = "";
	return read(path).lines.flatMap((line) => {
		section = /^## (.+)$/.exec(line)?.[1] ?? section;
		const [, there, here] = /^\| (.+?) \| `sluice (.+?)` \|/.exec(line) ?? [];
		return here
			? [{ section, there: there!, words: here.match(/"[^"]*"|\S+/g)!.map((word) => word.replace(/"/g, "")) }]
			: [];
	});
}

const rows = rowsOf("docs/coming-from.md");
const sections = [...new Set(rows.map(({ section }) => section))];

/** What makes a documented training short. */
function small(words: readonly string[]): string[] {
	if (words[0] !== "train") return [...words];
	const echo = words.includes("esn");
	const text = words[1] === "book.txt";
	const budget = echo ? [] : ["--steps", "4", "--record-every", "2"];
	const kept = words.flatMap((word, n) => (word === "--epochs" || words[n - 1] === "--epochs" ? [] : [word]));
	const few = kept.map((word, n) => (kept[n - 1] === "--hidden" && word === "512" ? "64" : word));
	const hidden = text && !words.includes("--hidden") && !words.includes("--from") ? ["--hidden", "32"] : [];
	return [...few, ...budget, ...hidden];
}

test("five tools, ten rows each, the same commands in both languages", () => {
	expect(sections).toEqual(["PyTorch", "Keras", "char-rnn", "TensorBoard", "reservoirpy"]);
	for (const section of sections) expect(rows.filter((row) => row.section === section)).toHaveLength(10);
	expect(rowsOf("docs/ko/coming-from.md").map(({ words }) => words)).toEqual(rows.map(({ words }) => words));
});

test("each section says where the other is better", () => {
	expect(read("docs/coming-from.md").lines.filter((line) => line.startsWith("**Better there.**"))).toHaveLength(5);
	expect(read("docs/ko/coming-from.md").lines.filter((line) => line.startsWith("**그쪽이 나은 점.**"))).toHaveLength(5);
});

describe("each line of ours runs", () => {
	let world: World;
	beforeAll(async () => {
		world = await openWorld();
		const echo = ["train", "sunspots.csv", "--target", "Sunspots", "--cell", "esn", "--hidden", "40"];
		expect((await world.sluice([...echo, "--run", "sunspots-esn-1"])).code).toBe(0);
	}, 60_000);
	afterAll(() => world?.close());

	test.each(sections)(
		"coming from %s",
		async (section) => {
			for (const { there, words } of rows.filter((row) => row.section === section)) {
				if (words[0] === "studio") continue; // it serves until it is stopped; test/studio starts it
				const { code, stderr } = await world.sluice(small(words));
				expect([there, code, code === 0 ? "" : stderr]).toEqual([there, 0, ""]);
				const file = words.find((_, n) => /^--(out|svg|csv|html|tensorboard)$/.test(words[n - 1] ?? ""));
				if (file) expect([there, existsSync(file)]).toEqual([there, true]);
			}
		},
		120_000,
	);

	test("an LSTM on the rows of the reservoir is one word away", async () => {
		const command = "sluice train sunspots.csv --target Sunspots --cell lstm";
		expect(spansOf(read("docs/coming-from.md")).map(({ code }) => code)).toContain(command);
		const { code, stderr } = await world.sluice([...command.split(" ").slice(1), "--steps", "3"]);
		expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
	}, 60_000);

	test("the program trains, evaluates and writes 200 symbols", async () => {
		const text = read("docs/coming-from.md").lines.join("\n");
		const [, program] = /```ts\nimport \{ (?:.+) \} from "sluice";\n([\s\S]*?)```/.exec(text)!;
		const said: unknown[] = [];
		const short = program!.replace("epochs: 2", "steps: 4, batch: 4").replace("hidden: 128", "hidden: 16");
		const names = Object.keys(sluice);
		const run = new Function("console", ...names, `return (async () => {${short}})()`);
		await run({ log: (...words: unknown[]) => said.push(...words) }, ...Object.values(sluice));
		expect(said).toEqual([expect.any(Number), expect.stringMatching(/^[\s\S]{200,}$/)]);
	}, 60_000);
});
