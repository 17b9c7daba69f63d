/** A hostile corpus is traced and searched as any other: every symbol counts, every number is one, and nothing of it reaches the terminal raw. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "../cli/fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-hostile-"));
const at = (name: string) => join(folder, name);
const utf8 = (text: string) => new TextEncoder().encode(text);

const CHUNK = Buffer.concat([
	utf8('<script>alert("1")</script><img src=x onerror="x">&amp;]]> {a[(1)]} // c\n=1+1,"a""b",\r\n'),
	Uint8Array.from({ length: 32 }, (_, control) => control),
	utf8("\x7f\u009b31m\x1b[2J\x1b]0;title\x07\u202e\u2066\u200f\ufeff\u2028 가😀 __proto__\n"),
	Uint8Array.of(0xff, 0xc0, 0xaf, 0xe2, 0x82, 0xed, 0xa0, 0x80, 0x21, 10), // no UTF-8, no surrogate
]);
const BYTES = Buffer.concat(Array.from({ length: 24 }, () => CHUNK));
const TEXT = new TextDecoder("utf-8", { ignoreBOM: true }).decode(BYTES);
const SYMBOLS = { byte: BYTES.length, codepoint: [...TEXT].length };
const hostile = at("a\u202eb\x1b[2J\u009b.txt");
const RAW = /[^\P{Cc}\n\t]|\p{Zl}|\p{Zp}|\p{Bidi_Control}|\p{Cs}|\ufeff/u;

async function sluice(...argv: string[]) {
	const outcome = await call([...argv, "--runs", at("runs"), "--no-color"], { library });
	for (const written of [outcome.stdout, outcome.stderr]) expect(written).not.toMatch(RAW);
	return outcome;
}

beforeAll(async () => {
	writeFileSync(hostile, BYTES);
	for (const unit of ["byte", "codepoint"]) {
		const small = `--hidden 3 --layers 1 --batch 2 --k1 8 --steps 2 --lossy --quiet --unit ${unit} --run ${unit}`;
		expect((await sluice("train", hostile, ...small.split(" "))).code).toBe(0);
	}
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The numbers of one array of an .npz, whose entries are stored as they are. */
function npzArray(file: Buffer, name: string): number[] {
	const npy = file.indexOf("\x93NUMPY", file.indexOf(`${name}.npy`), "latin1");
	const header = file.toString("latin1", npy + 10, npy + 10 + file.readUInt16LE(npy + 8));
	const type = /'descr': '(<[if][48])'/.exec(header)![1]!;
	const size = /'shape': \((\d+),(?: (\d+))?/
		.exec(header)!
		.slice(1)
		.map((n) => Number(n ?? 1));
	const from = npy + 10 + header.length;
	const read = { "<i4": "readInt32LE", "<f4": "readFloatLE", "<f8": "readDoubleLE" } as const;
	const each = type === "<f8" ? 8 : 4;
	return Array.from({ length: size[0]! * size[1]! }, (_, k) => file[read[type as keyof typeof read]](from + k * each));
}

describe.each(["byte", "codepoint"] as const)("by a run on %ss", (unit) => {
	const S = SYMBOLS[unit];

	test("trace writes the same numbers as npz, json and csv, one row a symbol", async () => {
		const trace = async (format: string) => {
			const argv = [
				"trace",
				unit,
				hostile,
				"--lossy",
				"--names",
				"l0.h,l0.gate.f.1",
				"--out",
				at(`t.${format}`),
				"--json",
			];
			const { code, stdout } = await sluice(...argv);
			expect(code).toBe(0);
			expect(JSON.parse(stdout)).toMatchObject({ symbols: S, unknownSymbols: 0, format });
			return readFileSync(at(`t.${format}`));
		};
		const npz = await trace("npz");
		const { steps, symbols } = JSON.parse((await trace("json")).toString("utf8"));
		const [ids, h] = [npzArray(npz, "ids"), npzArray(npz, "l0.h")];
		expect([symbols, steps.length, ids.length, h.length]).toEqual([S, S, S, 3 * S]);
		const near = (a: number, b: number) => Math.abs(a - b) <= 1e-8 * Math.abs(a);
		expect(h.every((x) => Math.abs(x) < 1 && x !== 0)).toBe(true);
		expect(steps.every((step: { id: number }, t: number) => step.id === ids[t] && step.id >= 0)).toBe(true);
		expect(h.every((x, k) => near(x, steps[Math.floor(k / 3)]["l0.h"][k % 3]))).toBe(true);
		const rows = (await trace("csv")).toString("utf8").trimEnd().split("\n").slice(1);
		expect(rows.length).toBe(S);
		expect(rows.every((row, t) => row.startsWith(`${t},${ids[t]},`))).toBe(true);
		expect(rows.every((row, t) => near(Number(row.split(",").at(-4)), h[3 * t]!))).toBe(true);
	});

	test("cells find counts every symbol, with areas from 0 to 1, for people and machines", async () => {
		const own = ["in:/<[^>]*>/", "in:/\\x1b.{2}|\\u202e/u", "in:/\\ufffd+/", "after:/\x00/"];
		const patterns = ["quotes", "column", ...own];
		const argv = ["cells", "find", unit, hostile, "--lossy", ...patterns.flatMap((asked) => ["--pattern", asked])];
		const found = JSON.parse((await sluice(...argv, "--json", "--best", "2")).stdout);
		expect(found.symbols.chosen + found.symbols.heldOut).toBe(S);
		expect(found.patterns.map(({ pattern }: { pattern: string }) => pattern)).toEqual(patterns);
		const share = (text: RegExp) =>
			[...TEXT.matchAll(text)].reduce((n, [match]) => n + [...match].length, 0) / [...TEXT].length;
		if (unit === "codepoint") {
			expect(found.patterns[2].share).toBeCloseTo(share(/<[^>]*>/gu), 12);
			expect(found.patterns[4].share).toBeCloseTo(share(/\ufffd/gu), 12);
		}
		for (const { best, probe, rivals } of found.patterns) {
			const areas = [
				...best.flatMap(({ auc, chance, ci }: Record<"auc" | "chance", number> & { ci: number[] }) => [
					auc,
					chance,
					...ci,
				]),
			];
			for (const area of [...areas, probe.auc, ...rivals.map(({ auc }: { auc: number }) => auc)])
				expect(area >= 0 && area <= 1, String(area)).toBe(true);
			expect(probe.auc).toBeGreaterThan(0.5);
		}
		const { code, stdout, stderr } = await sluice(...argv);
		expect(code).toBe(0);
		expect(stderr).toContain("a\\u202eb\\x1b[2J\\u009b.txt' ");
		expect(stdout).toContain("a\\u{202e}b\\x1b[2J\\x9b.txt");
		expect(stdout).toMatch(/^after:\/\\x00\/ /m);
	});
});

test("a megabyte on one line is traced and searched whole; a degree that stays at its end is left out", async () => {
	const S = 1 << 20;
	const line = 'x (y) "quoted\u202e" '.repeat(S).slice(0, S - 1);
	writeFileSync(at("line.txt"), `${line}\n`);
	const traced = ["trace", "codepoint", at("line.txt"), "--names", "l0.h.1", "--out", at("line.npz"), "--json"];
	expect(JSON.parse((await sluice(...traced)).stdout)).toMatchObject({ symbols: S });
	expect(npzArray(readFileSync(at("line.npz")), "l0.h.1").every((x) => Math.abs(x) < 1)).toBe(true);
	const patterns = ["--pattern", "quotes,brackets,line-length", "--pattern", 'in:/"[^"]*(?="\\s)/'];
	const argv = ["cells", "find", "codepoint", at("line.txt"), ...patterns, "--names", "l0.h", "--json"];
	const found = JSON.parse((await sluice(...argv)).stdout);
	expect(found.symbols).toEqual({ chosen: S / 2, heldOut: S / 2 });
	expect(found.patterns.map(({ pattern }: { pattern: string }) => pattern)).toEqual([
		"quotes",
		"brackets",
		'in:/"[^"]*(?="\\s)/',
	]);
	const [quotes, brackets, expression] = found.patterns;
	expect(quotes.share).toBeCloseTo(8 / 16, 4);
	expect([brackets.share, expression.share].map((share) => share.toFixed(4))).toEqual(["0.1250", "0.5000"]);
	expect(expression.best).toEqual(quotes.best);
	expect(found.skipped).toEqual([{ pattern: "line-length", why: "rare", half: "both" }]);
}, 120_000);

describe("a file of spans", () => {
	const find = (name: string, content: string | Uint8Array) => {
		writeFileSync(at(name), content);
		return sluice("cells", "find", "codepoint", hostile, "--lossy", "--spans", at(name), "--names", "l0.h", "--json");
	};
	const good = Array.from({ length: 60 }, (_, k) => [k * 50, k * 50 + 20] as const);
	const wrong: [name: string, content: string | Uint8Array, entry: RegExp][] = [
		["one cell.tsv", "1\t2\n7\n", /line 2 is \\"7\\"/],
		["backwards.tsv", "9\t3", /line 1 is/],
		["a degree of 256.tsv", "0\t3\t256", /line 1 is/],
		["controls.tsv", "0\t3\n\x1b[2J\u202e\x00\t9", /line 2 is \\"\\\\u\{1b\}\[2J\\\\u\{202e\}\\\\u\{0\}/],
		["no utf-8.tsv", Uint8Array.of(0xff, 0xfe, 9, 0x31), /line 1 is/],
		["no list.json", '{"from":1,"to":2}', /line 1 is/],
		["lone surrogates.json", '[[0,2],["\\ud800","\\udc00"]]', /\[1\] is/],
		["a prototype.json", '[{"__proto__":{"from":1,"to":2}}]', /\[0\] is/],
		["nested.json", `[${"[".repeat(200_000)}${"]".repeat(200_000)}]`, /\[0\] is \\"a list nested too deep/],
		["cut.json", "[[0,2],[5", /JSON is not valid/],
	];
	test.each(wrong)("that is wrong is refused with its place: %s", async (name, content, entry) => {
		const { code, stdout, stderr } = await find(name, content);
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toMatch(entry);
		expect(JSON.parse(stderr.trim().split("\n").at(-1)!).error.code).toBe("E_SPANS");
	});
	test("with lone surrogates beside its numbers, and as TSV with CRLF and a byte-order mark, is the same pattern", async () => {
		const json = good.map(([from, to]) => `{"from":${from},"to":${to},"\\ud800":"\\udfff"}`);
		const tsv = `\ufeff# spans\r\n${good.map((span) => span.join("\t")).join("\r\n")}`;
		const [a, b] = await Promise.all([find("good.json", `[${json}]`), find("good.tsv", tsv)]);
		const [one, two] = [JSON.parse(a.stdout).patterns[0], JSON.parse(b.stdout).patterns[0]];
		expect(one.share).toBeCloseTo(1200 / SYMBOLS.codepoint, 12);
		expect({ ...two, pattern: "" }).toEqual({ ...one, pattern: "" });
	});
});
