/** Settings and patterns of any kind give values or one coded error of bounded length, never one called a bug of ours. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { resolveSettings } from "../../cli/config.ts";
import { readConfig } from "../../cli/configFile.ts";
import { FLAG_NAMES, VERBS } from "../../cli/verbs/index.ts";
import { SluiceError } from "../../src/errors/index.ts";
import { MOST_MESSAGE } from "../../src/errors/quote.ts";
import { parsePatterns } from "../../src/interpretation/patterns/registry.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { parseOptions } from "../../src/training/options/options.ts";
import { sluice } from "../cli/fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Fails for anything but a value or a coded error of the user's. */
function judge(error: unknown): void {
	if (!(error instanceof SluiceError)) throw error;
	expect(error.code).not.toBe("E_INTERNAL");
	for (const lang of ["en", "ko"] as const) {
		const text = error.text(lang);
		expect(text.length).toBeLessThan(MOST_MESSAGE + 40);
		expect(text).not.toMatch(/\[object Object\]|undefined/);
	}
}

const circle: unknown[] = [];
circle.push(circle);
const deep = (levels: number) => {
	let value: unknown = 1;
	for (let i = 0; i < levels; i++) value = [value];
	return value;
};
const VALUES: readonly unknown[] = [
	...[circle, deep(20_000), { a: circle }, "x".repeat(900_000), [["x"]], {}, [], [{}], null, true, -1, 0, 1e308, NaN],
	...["", " ", "\u202e", "\ud800", "1e400", "lstm", "all", 10n, Symbol("s"), () => 1, new Date(0), new Map(), ["a", 1]],
];

test("3,000 random settings of all verbs and of the library give values or a coded error of at most 4,040 characters", () => {
	const random = new RandomStream(5, "settings");
	const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
	let refused = 0;
	for (let round = 0; round < 3000; round++) {
		const { spec } = pick(VERBS);
		const names = [...Object.keys(spec.flags), "k".repeat(1 + random.below(1000))];
		const values = Object.fromEntries(Array.from({ length: 1 + random.below(3) }, () => [pick(names), pick(VALUES)]));
		try {
			if (round % 2) resolveSettings(spec, { flags: {}, env: {}, config: { path: "lab.yaml", values } });
			else parseOptions(values, "options");
		} catch (error) {
			judge(error);
			refused++;
		}
	}
	expect(refused).toBeGreaterThan(1000);
});

test("600 random files of settings, YAML and JSON, are read or refused by a coded error", async () => {
	const random = new RandomStream(6, "files");
	const parts = [
		"layers",
		"hidden",
		": ",
		"&a ",
		"*a",
		"[",
		"]",
		"{",
		"}",
		"\n",
		"- ",
		"1",
		'"',
		"'",
		"!!js ",
		"? ",
		"|",
		">",
		",",
		"\t",
		"#",
		"<<: ",
		"k".repeat(3000),
	];
	for (let round = 0; round < 600; round++) {
		const text = Array.from({ length: 1 + random.below(40) }, () => parts[random.below(parts.length)]).join("");
		const path = join(folder, `s.${["yaml", "json", "yml"][round % 3]}`);
		writeFileSync(path, text);
		await readConfig(path, FLAG_NAMES).catch(judge);
	}
});

test.each([
	["circle.yaml", "layers: &a [*a]"],
	["wide.yaml", `layers: &a [${Array(90).fill("*a").join(",")}]`],
	["deep.json", `{"layers":${"[".repeat(8000)}${"]".repeat(8000)}}`],
	["key.json", JSON.stringify({ ["k".repeat(16_000)]: 1 })],
])("train --config %s is bad usage with a short message", async (name, text) => {
	writeFileSync(join(folder, name), text);
	const { code, stderr } = await sluice(["train", "a.txt", "--config", join(folder, name)]);
	expect([code, stderr.length < 500, stderr]).toEqual([2, true, expect.stringMatching(/E_CONFIG_(SYNTAX|KEY)/)]);
});

test("patterns of 50,000 repeats, of 900 kB and of any brackets are refused or read, never a bug of ours", () => {
	const random = new RandomStream(7, "patterns");
	const parts = [
		"(",
		")",
		"[",
		"]",
		"{1,50000}",
		"a",
		"|",
		"*",
		"+",
		"?",
		"\\",
		"\\p{L}",
		"(?<n>",
		"(?=",
		"^",
		"$",
		"-",
	];
	const asked = [
		...[
			"a".repeat(900_000),
			"(".repeat(50_000),
			"a?".repeat(25_000),
			"(?:a{1000}){1000}",
			"a{50000}",
			"a{1,99999999999}",
		],
		...Array.from({ length: 2000 }, () =>
			Array.from({ length: random.below(12) }, () => parts[random.below(parts.length)]).join(""),
		),
	];
	for (const source of asked) {
		try {
			parsePatterns(`in:/${source}/`);
		} catch (error) {
			judge(error);
		}
	}
	expect(() => parsePatterns(`in:/${"a?".repeat(25_000)}/`)).toThrow(/50,000 characters; at most 4,096.*E_LIMIT/);
});
