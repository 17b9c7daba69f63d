/** Receipts of real runs: whole ones, four kinds of forged ones, and what is none. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../../kernels/random.ts";
import { createReference } from "../../../kernels/reference.ts";
import { recipeDigest } from "../../../training/receipts/certify.ts";
import { parseReceipt, type Receipt, receiptLink } from "../../../training/receipts/receiptCodec.ts";
import { verifyReceipt } from "../../../training/receipts/verifyReceipt.ts";
import { series } from "../../datasets/seriesData.ts";
import { task } from "../../datasets/taskData.ts";
import { text } from "../../datasets/texts.ts";
import { sha256 } from "../../disk/sha256.ts";
import { train } from "../train.ts";
import { checkReceipt, makeReceipt } from "./receipts.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-receipts-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new RandomStream(7, "receipts");
const book = join(folder, "book.txt");
writeFileSync(book, Array.from({ length: 1500 }, () => "abc defg.\n"[random.below(10)]).join(""));
const other = join(folder, "other.txt");
writeFileSync(other, "abc defg.\n".repeat(150));

let onText = "";
let onTask = "";
let digest = "";
const options = {
	cell: "lstm",
	hidden: 6,
	layers: 2,
	batch: 3,
	k1: 8,
	k2: 13,
	dropout: 0.2,
	seed: 4,
	steps: 40,
} as const;

beforeAll(async () => {
	const run = await train({ data: text(book), options, run: "text", runs, engine: "wasm-plain" });
	digest = run.weightsSha256;
	const rnn = { cell: "rnn", hidden: 5, length: "9..12", batch: 4, steps: 300, omega: 1, minutes: undefined } as const;
	await train({
		data: task("copying:values=4"),
		options: { ...rnn, steps: 16 },
		run: "task",
		runs,
		engine: "reference",
	});
	onText = (await makeReceipt({ run: "text", runs })).link;
	onTask = (await makeReceipt({ run: "task", runs, updates: 11 })).link;
});

/** A changed receipt. `consistent`: with the recipe's digest made anew. */
async function forged(link: string, change: (receipt: Receipt) => void, consistent = false): Promise<string> {
	const receipt = structuredClone(parseReceipt(link));
	change(receipt);
	if (consistent) receipt.recipe = await recipeDigest(receipt, { sha256 });
	return receiptLink(receipt);
}

describe("a receipt", () => {
	test("of 40 updates on a text has the digest that train() reports on the plain wasm build, and a link of at most 2048 characters", async () => {
		const made = await makeReceipt({ run: "text", runs });
		expect(made).toMatchObject({ run: "text", updates: 40, weightsSha256: digest, link: onText });
		expect(onText.length).toBeLessThanOrEqual(2048);
		expect(onText).toMatch(/^#receipt=[\w-]+$/);
		const { checks, tensors } = parseReceipt(onText);
		expect(checks.map(({ update }) => update)).toEqual([0, 5, 10, 15, 20, 25, 30, 35]);
		expect(tensors).toHaveLength(8);
	});

	test("is the same when its text or its task is there: from a link, an address, a file and a file of JSON", async () => {
		const file = join(folder, "receipt.txt");
		writeFileSync(file, `https://example.org/sluice/${onText}\n`);
		const json = join(folder, "receipt.json");
		writeFileSync(json, JSON.stringify({ link: onText, updates: 40 }));
		for (const receipt of [onText, `https://example.org/${onText}`, file, json]) {
			const { seconds: _, ...found } = await checkReceipt({ receipt, text: book });
			expect(found).toEqual({
				same: true,
				update: null,
				tensor: null,
				code: null,
				reason: null,
				updates: 40,
				weightsSha256: digest,
			});
		}
		expect(await checkReceipt({ receipt: onTask })).toMatchObject({ same: true, updates: 11 });
	});

	test("reports its progress and stops at once with the signal's reason", async () => {
		const stop = new AbortController();
		stop.abort(new Error("enough"));
		const slow = await forged(onTask, (receipt) => (receipt.updates = 1_000_000), true);
		await expect(checkReceipt({ receipt: slow }, { signal: stop.signal })).rejects.toThrow("enough");
	});
});

describe("a forged receipt", () => {
	test("with another seed or option is E_RECEIPT_RECIPE before anything is trained, and E_RECEIPT_WEIGHTS at update 0 or 1/8 if it was forged whole", async () => {
		const seed = (receipt: Receipt) => (receipt.options.seed = 5);
		const rate = (receipt: Receipt) => (receipt.options.lr = 0.002);
		for (const change of [seed, rate]) {
			const plain = await checkReceipt({ receipt: await forged(onText, change), text: book });
			expect(plain).toMatchObject({ same: false, code: "E_RECEIPT_RECIPE", update: null, tensor: null, updates: 0 });
		}
		const seeded = await checkReceipt({ receipt: await forged(onText, seed, true), text: book });
		expect(seeded).toMatchObject({ same: false, code: "E_RECEIPT_WEIGHTS", update: 0, tensor: "weight_ih_l0" });
		const slower = await checkReceipt({ receipt: await forged(onText, rate, true), text: book });
		expect(slower).toMatchObject({ same: false, code: "E_RECEIPT_WEIGHTS", update: 5 });
	});

	test("with another text is E_RECEIPT_TEXT, whether the receipt or the text was changed", async () => {
		const changed = (receipt: Receipt) => Object.assign(receipt.data, { sha256: "ab".repeat(32) });
		for (const receipt of [await forged(onText, changed, true), onText]) {
			const file = receipt === onText ? other : book;
			expect(await checkReceipt({ receipt, text: file })).toMatchObject({
				same: false,
				code: "E_RECEIPT_TEXT",
				updates: 0,
			});
		}
	});

	test("with another digest is E_RECEIPT_WEIGHTS at the update and the tensor whose digest was changed", async () => {
		const found = async (change: (receipt: Receipt) => void) => {
			const { same, code, update, tensor } = await checkReceipt({ receipt: await forged(onText, change), text: book });
			return [same, code, update, tensor];
		};
		const wrong = "E_RECEIPT_WEIGHTS";
		expect(await found((r) => (r.weightsSha256 = "0".repeat(64)))).toEqual([false, wrong, 40, null]);
		expect(await found((r) => (r.checks[3]!.digest = "0".repeat(16)))).toEqual([false, wrong, 15, null]);
		expect(await found((r) => (r.tensors[4] = "0".repeat(8)))).toEqual([false, wrong, 40, "weight_hh_l1"]);
	});

	test("that is malformed or of a foreign version is refused before anything is opened, at each of 24 fields and 200 cut or changed links", async () => {
		const whole = parseReceipt(onText) as unknown as Record<string, unknown>;
		const bad: [string, unknown][] = [
			...(["options", "data", "engine", "recipe", "checks", "updates", "tensors", "weightsSha256"] as const).flatMap(
				(key): [string, unknown][] => [undefined, 5.5, "x"].map((value) => [key, value]),
			),
			...([
				["updates", 1e9],
				["updates", -1],
				["more", 1],
				["options", { hidden: {} }],
				["options", { toString: 1 }],
			] as [string, unknown][]),
			[
				"checks",
				[
					{ update: 5, digest: "0".repeat(16) },
					{ update: 5, digest: "0".repeat(16) },
				],
			],
			["tensors", Array.from({ length: 65 }, () => "0".repeat(8))],
			["data", { task: "x".repeat(101), options: {} }],
			["data", { ...(whole.data as object), name: "../../etc/passwd" }],
		];
		const link = (json: unknown) => `#receipt=${Buffer.from(JSON.stringify(json)).toString("base64url")}`;
		for (const [key, value] of bad) {
			const asked = checkReceipt({ receipt: link({ ...whole, [key]: value }), text: book });
			await expect(asked, `${key} ${JSON.stringify(value)}`).rejects.toMatchObject({ code: "E_RECEIPT_FORM" });
		}
		await expect(checkReceipt({ receipt: link({ ...whole, version: 2 }) })).rejects.toMatchObject({
			code: "E_RECEIPT_VERSION",
		});
		await expect(checkReceipt({ receipt: `#receipt=${"A".repeat(2049)}` })).rejects.toMatchObject({
			code: "E_RECEIPT_FORM",
		});
		for (let n = 0; n < 200; n++) {
			const at = 9 + random.below(onText.length - 9);
			const cut = n % 2 === 0 ? onText.slice(0, at) : `${onText.slice(0, at)}${"-A0_"[n % 4]}${onText.slice(at + 1)}`;
			if (cut === onText) continue;
			const outcome = await Promise.resolve()
				.then(() => parseReceipt(cut))
				.then((receipt) =>
					verifyReceipt(receipt, { engine: createReference(), host: { clock: () => 0, turn: async () => {}, sha256 } }),
				)
				.then(
					({ code }) => code,
					({ code }) => code,
				);
			expect(["E_RECEIPT_FORM", "E_RECEIPT_VERSION", "E_RECEIPT_RECIPE", "E_RECEIPT_DATA"]).toContain(outcome);
		}
		await expect(
			checkReceipt({ receipt: await forged(onText, (r) => (r.options.lr = -1), true), text: book }),
		).rejects.toMatchObject({ code: "E_OPTION" });
	});
});

describe("a receipt of a cell given by equations", () => {
	const mgu = {
		name: "mgu",
		source: "a source, which changes no weight",
		equations: [
			"f = sigmoid(W x + R h' + b)",
			"u = W x + b",
			"s = R h' + b",
			"n = tanh(u + f * s)",
			"h = (1 - f) * h' + f * n",
		],
	};
	const keeper = {
		name: "keeper",
		states: ["h", "m"],
		parameters: { p: 0.5 },
		bias: { f: 1 },
		equations: ["f = sigmoid(W x + R h' + b + p * m')", "g = tanh(W x + b)", "m = f * m' + g", "h = tanh(m)"],
	};
	let own = "";
	let ownDigest = "";
	beforeAll(async () => {
		const { cell: _, ...rest } = options;
		const run = await train({
			...{ data: text(book), options: { ...rest, cell: keeper }, run: "own", runs, engine: "wasm-plain" },
		});
		ownDigest = run.weightsSha256;
		own = (await makeReceipt({ run: "own", runs })).link;
	});

	test("holds the definition without its defaults and its source, has the digest of train(), and is the same when checked", async () => {
		const { options: held } = parseReceipt(own);
		expect([held.cell, held.variant]).toEqual([keeper, undefined]);
		expect(own.length).toBeLessThanOrEqual(2048);
		const found = await checkReceipt({ receipt: own, text: book });
		expect(found).toMatchObject({ same: true, updates: 40, weightsSha256: ownDigest });
		const onTask = { data: task("copying:values=4"), options: { cell: mgu, hidden: 5, length: "9..12", batch: 4 } };
		await train({ ...onTask, options: { ...onTask.options, steps: 16 }, run: "own-task", runs, engine: "reference" });
		const { link } = await makeReceipt({ run: "own-task", runs, updates: 11 });
		expect(parseReceipt(link).options.cell).toEqual({ name: "mgu", equations: mgu.equations });
		expect(await checkReceipt({ receipt: link })).toMatchObject({ same: true, updates: 11 });
	});

	test("with another equation, state, parameter or bias is E_RECEIPT_RECIPE, and E_RECEIPT_WEIGHTS if it was forged whole", async () => {
		const changes: Record<string, object> = {
			equation: { equations: [...keeper.equations.slice(0, 2), "m = f * m' + 0.5 * g", "h = tanh(m)"] },
			parameter: { parameters: { p: 0.25 } },
			bias: { bias: { f: 2 } },
		};
		for (const [what, change] of Object.entries(changes)) {
			const forge = (receipt: Receipt) => (receipt.options.cell = { ...keeper, ...change });
			const plain = await checkReceipt({ receipt: await forged(own, forge), text: book });
			expect([what, plain]).toMatchObject([what, { same: false, code: "E_RECEIPT_RECIPE", updates: 0 }]);
			const whole = await checkReceipt({ receipt: await forged(own, forge, true), text: book });
			const update = what === "equation" ? 5 : 0;
			expect([what, whole]).toMatchObject([what, { same: false, code: "E_RECEIPT_WEIGHTS", update }]);
		}
	});

	test("with any of 54 damaged definitions is refused by a code", async () => {
		const equation = (at: number, line: string) => ({ equations: keeper.equations.with(at, line) });
		const deep = `${"(".repeat(60)}g${")".repeat(60)}`;
		const fields: unknown[] = [
			...[[], 5, true, null, "", "mgu", "l".repeat(101), {}, { name: "keeper" }, { equations: keeper.equations }],
		];
		const changes: object[] = [
			...[{ name: 5 }, { name: "" }, { name: "1st" }, { name: "../x" }, { name: "x".repeat(33) }, { name: null }],
			...[{ equations: [] }, { equations: "h = g" }, { equations: [5] }, { equations: null }, { equations: [""] }],
			...[{ states: [] }, { states: ["m", "h"] }, { states: ["h", "h", "m"] }, { states: ["h", "m", "q"] }],
			...[{ states: "h" }, { states: ["h"] }, { states: [5] }, { states: ["h", "m", "wx"] }],
			...[{ parameters: [] }, { parameters: { p: "0" } }, { parameters: { p: 101 } }, { parameters: { p: 0, q: 0 } }],
			...[{ parameters: {} }, { parameters: { constructor: 0 } }, { parameters: { p: null } }],
			...[{ bias: { m: 1 } }, { bias: { zz: 1 } }, { bias: { f: 1e9 } }, { bias: 1 }],
			...[{ source: 5 }, { source: "x".repeat(201) }, { more: 1 }, { toString: 1 }],
			...[equation(1, "g = tanh(W x + b"), equation(1, "g = sin(W x + b)"), equation(1, "g = 1 / 0 + W x + b")],
			...[equation(1, "g = n * 2"), equation(1, "g = g + W x + b"), equation(3, "h = tanh(m")],
			...[equation(3, "h = W x + b"), equation(2, "m = f * m' - (W x + b) + g"), equation(0, "f = 1e99")],
			...[equation(2, `m = ${deep}`)],
		];
		const damaged = [...fields, ...changes.map((change) => ({ ...keeper, ...change }))];
		expect(damaged).toHaveLength(54);
		for (const cell of damaged) {
			const receipt = await forged(own, (receipt) => (receipt.options.cell = cell as never), true);
			const outcome = checkReceipt({ receipt, text: book }).then(
				({ code }) => code,
				({ code }) => code,
			);
			expect([cell, await outcome]).toEqual([cell, expect.stringMatching(/^E_(CELL|OPTION|RECEIPT_FORM)$/)]);
		}
	});

	test("is refused as too long where the definition does not fit a link", async () => {
		const lines = Array.from({ length: 40 }, (_, n) => `gate_number_${n} = sigmoid(W x + R h' + b)`);
		const sum = lines.map((_, n) => `gate_number_${n}`).join(" + ");
		const cell = { name: "long", equations: [...lines, `h = ${sum}`] };
		await train({
			data: text(book),
			options: { cell, hidden: 2, batch: 3, k1: 8, steps: 2 },
			run: "long",
			runs,
			engine: "wasm-plain",
		});
		const asked = makeReceipt({ run: "long", runs });
		await expect(asked).rejects.toMatchObject({ code: "E_RECEIPT", params: { why: "long" } });
	});
});

test("a text is not fetched or found by a link: without --text it is asked for", async () => {
	await expect(checkReceipt({ receipt: onText })).rejects.toThrow(/--text FILE.*E_RECEIPT_DATA/);
	const stored = await forged(onText, ({ data }) => Object.assign(data, { name: "@sqlite" }), true);
	await expect(checkReceipt({ receipt: stored })).rejects.toThrow(/--text @sqlite.*E_RECEIPT_DATA/);
});

test("runs whose data or start nobody else has are refused with E_RECEIPT", async () => {
	const waves = join(folder, "waves.csv");
	writeFileSync(waves, `x\n${Array.from({ length: 300 }, (_, n) => Math.sin(n / 5)).join("\n")}\n`);
	const common = { runs, engine: "reference" } as const;
	await train({ ...common, data: series(waves, { target: "x" }), options: { hidden: 3, steps: 2 }, run: "series" });
	await train({ ...common, from: "text", options: { steps: 2 }, run: "child" });
	await train({
		...common,
		data: task("mackey-glass-17"),
		options: { cell: "esn", hidden: 20, steps: 1 },
		run: "echo",
	});
	for (const run of ["series", "child", "echo"])
		await expect(makeReceipt({ run, runs })).rejects.toMatchObject({ code: "E_RECEIPT", exitCode: 2 });
});
