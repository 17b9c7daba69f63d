/** Trace files of a run, read back by what is written here, against the values in memory. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Vocabulary } from "../../../data/vocabulary.ts";
import { textOf } from "../../../interpretation/stream.ts";
import { trace } from "../../../interpretation/wholeTrace.ts";
import { text } from "../../datasets/texts.ts";
import { realDisk } from "../../disk/disk.ts";
import { GrowingFile } from "../../disk/publish.ts";
import { withModel } from "../../models/textModel.ts";
import { train } from "../../sessions/train.ts";
import { predictions } from "../predictions.ts";
import { type ExplainResult, explain } from "../stepReading.ts";
import { traceSink } from "./sink.ts";
import { traceFile } from "./trace.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-trace-"));
const at = (name: string) => join(folder, name);
const place = { run: "l", runs: at("runs"), engine: "reference" as const };
const request = { ...place, checkpoint: "last" as const };
const corpus = 'a <b>,"=cat"\x1b[2J\u202e 가나다\r\n'.repeat(20);
const other = '<script>\u0007"x",\n=1+1 '.repeat(9); // markup, controls, symbols that the vocabulary lacks
const names = ["l1.c", "l0.gate.f.3", "logits"];

beforeAll(async () => {
	writeFileSync(at("text.txt"), corpus);
	writeFileSync(at("other.txt"), other);
	const options = { steps: 3, batch: 2, k1: 5, seed: 4 };
	const model = { cell: "lstm", hidden: 5, layers: 2 } as const;
	await train({ data: text(at("text.txt")), model, options, ...place });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The values in memory: [S] of the numbers of `names`. */
async function wanted() {
	return withModel(request, {}, async (model) => {
		const ids = model.vocabulary.encode(other);
		const values = await trace(model, textOf(ids), { names: ["l1.c", "l0.gate.f", "logits"] });
		const V = model.vocabulary.size;
		const rows = Array.from(ids, (_, t) => [
			[...values.get("l1.c")!.subarray(t * 5, t * 5 + 5)],
			[values.get("l0.gate.f")![t * 5 + 3]!],
			[...values.get("logits")!.subarray(t * V, (t + 1) * V)],
		]);
		return { ids: [...ids], labels: Array.from({ length: V }, (_, id) => model.vocabulary.label(id)), rows, V };
	});
}

/** Entries of a ZIP by its directory, with sizes from the ZIP64 fields and checksums verified. */
function entriesOf(zip: Buffer): Map<string, Buffer> {
	const end = zip.length - 22 - 20 - 56;
	expect([end, end + 56, end + 76].map((offset) => zip.readUInt32LE(offset))).toEqual([
		0x06064b50, 0x07064b50, 0x06054b50,
	]);
	const found = new Map<string, Buffer>();
	let place = Number(zip.readBigUInt64LE(end + 48));
	for (let n = Number(zip.readBigUInt64LE(end + 32)); n > 0; n--) {
		const [length, extra] = [zip.readUInt16LE(place + 28), zip.readUInt16LE(place + 30)];
		const name = zip.toString("utf8", place + 46, place + 46 + length);
		const field = place + 46 + length + 4;
		const [bytes, , header] = [0, 8, 16].map((offset) => Number(zip.readBigUInt64LE(field + offset)));
		const data = header! + 30 + zip.readUInt16LE(header! + 26) + zip.readUInt16LE(header! + 28);
		expect(zip.toString("utf8", header! + 30, header! + 30 + length)).toBe(name);
		found.set(name, zip.subarray(data, data + bytes!));
		expect(crc32(found.get(name)!)).toBe(zip.readUInt32LE(place + 16));
		place += 46 + length + extra;
	}
	return found;
}

function npy(bytes: Buffer) {
	const length = bytes.readUInt16LE(8);
	expect([bytes.toString("latin1", 0, 8), (10 + length) % 64]).toEqual(["\x93NUMPY\x01\x00", 0]);
	const [, type, shape] = /'descr': '(.*)', 'fortran_order': False, 'shape': \((.*)\)/.exec(
		bytes.toString("latin1", 10, 10 + length),
	)!;
	const data = Uint8Array.from(bytes.subarray(10 + length)).buffer;
	return { type, shape: shape!.split(",").filter(Boolean).map(Number), data };
}

describe("a text traced into a file, and read back,", () => {
	test(".npz holds ids, vocabulary and each value of the reference engine bit for bit", async () => {
		const { ids, labels, rows, V } = await wanted();
		const found = await traceFile({ ...request, texts: [at("other.txt")], names, out: at("t.npz") });
		const zip = readFileSync(at("t.npz"));
		expect(found).toMatchObject({ symbols: ids.length, format: "npz", bytes: zip.length, run: "l", step: 3 });
		expect(found.unknownSymbols).toBe(ids.filter((id) => id < 0).length);
		expect(found.unknownSymbols).toBeGreaterThan(0);
		const arrays = new Map(Array.from(entriesOf(zip), ([name, bytes]) => [name, npy(bytes)]));
		expect([...arrays.keys()]).toEqual(["ids.npy", "vocabulary.npy", ...names.map((name) => `${name}.npy`)]);
		expect([...new Int32Array(arrays.get("ids.npy")!.data)]).toEqual(ids);
		for (const [i, name] of names.entries()) {
			const { type, shape, data } = arrays.get(`${name}.npy`)!;
			expect([type, shape]).toEqual(["<f8", [ids.length, [5, 1, V][i]]]);
			expect([...new Float64Array(data)]).toEqual(rows.flatMap((row) => row[i]!));
		}
		const { type, data } = arrays.get("vocabulary.npy")!;
		const width = Number(type!.slice(2));
		const points = new Int32Array(data);
		const read = labels.map((_, id) =>
			String.fromCodePoint(...points.subarray(id * width, (id + 1) * width).filter((point) => point > 0)),
		);
		expect(read).toEqual(labels);
	});

	test(".json holds the same numbers, a step a symbol", async () => {
		const { ids, labels, rows } = await wanted();
		await traceFile({ ...request, texts: [at("other.txt")], names, out: at("t.json") });
		const { steps, ...facts } = JSON.parse(readFileSync(at("t.json"), "utf8"));
		expect(facts).toMatchObject({ schema: 1, run: "l", step: 3, unit: "codepoint", symbols: ids.length });
		expect(steps.map(({ id }: { id: number }) => id)).toEqual(ids);
		for (const [t, step] of steps.entries()) {
			expect(names.map((name) => step[name])).toEqual(rows[t]);
			expect(step.symbol).toBe(labels[ids[t]!] ?? "�");
		}
	});

	test(".csv holds the same numbers, a row a symbol, and no cell that a spreadsheet would run", async () => {
		const { ids, rows } = await wanted();
		await traceFile({ ...request, texts: [at("other.txt")], names: names.slice(0, 2), out: at("t.csv") });
		const [titles, ...lines] = readFileSync(at("t.csv"), "utf8").trimEnd().split("\n");
		expect(titles).toBe("at,id,symbol,l1.c.0,l1.c.1,l1.c.2,l1.c.3,l1.c.4,l0.gate.f.3");
		expect(lines).toHaveLength(ids.length);
		for (const [t, line] of lines.entries()) {
			expect(line).not.toMatch(/(^|,)[=+@\t]/);
			const fields = line.split(",");
			expect(fields.slice(0, 2).map(Number)).toEqual([t, ids[t]]);
			expect(fields.slice(-6).map(Number)).toEqual(rows[t]!.slice(0, 2).flat());
		}
	});

	test("NaN and infinities are texts in .json and names in .csv; float32 comes back as it was", () => {
		const vocabulary = new Vocabulary("byte");
		const head = { run: "x", step: 0, text: "t", symbols: 1, precision: 32 as const, vocabulary };
		const values = Float32Array.of(Number.NaN, -Infinity, 0.1, 1e-40);
		for (const format of ["json", "csv"] as const) {
			const file = new GrowingFile(realDisk, folder, `special.${format}`);
			const sink = traceSink(format, file, { ...head, columns: [{ name: "l0.h", width: 4 }] });
			sink.add(Int32Array.of(65), [values]);
			sink.finish();
			file.commit();
		}
		const [step] = JSON.parse(readFileSync(at("special.json"), "utf8")).steps;
		expect(step["l0.h"].slice(0, 2)).toEqual(["NaN", "-Infinity"]);
		expect(Float32Array.from(step["l0.h"], Number)).toEqual(values);
		expect(readFileSync(at("special.csv"), "utf8").split("\n")[1]).toBe(
			"0,65,A,NaN,-Infinity,0.100000001,9.9999461e-41",
		);
	});
});

describe("what goes wrong leaves no file:", () => {
	const bad: [string, Parameters<typeof traceFile>[0], RegExp][] = [
		["an unknown name", { ...request, names: ["l2.c"], out: at("bad.npz") }, /no value "l2.c".*It has: embed/],
		["a unit beyond the last", { ...request, names: ["l1.c.5"], out: at("bad.npz") }, /index 5.*0 to 4/],
		["no name", { ...request, names: [], out: at("bad.npz") }, /names.*values such as/],
		[
			"a kind that there is not",
			{ ...request, names: ["l0.h"], out: at("bad.txt") },
			/must be a file name that ends in \.npz, \.json or \.csv/,
		],
		["a folder", { ...request, names: ["l0.h"], out: at("runs.npz") }, /E_EXPORT_PLACE/],
	];
	test.each(bad)("%s", async (_, asked, message) => {
		if (asked.out.endsWith("runs.npz")) mkdirSync(asked.out, { recursive: true });
		await expect(traceFile(asked)).rejects.toThrow(message);
		expect(readdirSync(folder).filter((name) => /bad|tmp/.test(name))).toEqual([]);
	});

	test("stopped on its way, the file that was there before is as it was", async () => {
		writeFileSync(at("kept.csv"), "old");
		const controller = new AbortController();
		const hooks = { signal: controller.signal, onProgress: () => controller.abort("SIGINT") };
		const asked = { ...request, part: "train" as const, names: ["l0.h"], out: at("kept.csv") };
		await expect(traceFile(asked, hooks)).rejects.toBe("SIGINT");
		expect(readFileSync(at("kept.csv"), "utf8")).toBe("old");
		expect(readdirSync(folder).filter((name) => name.includes("tmp"))).toEqual([]);
	});
});

test("predictions name their symbols, sum up all of them, and show what stood before the worst", async () => {
	const told: string[] = [];
	const asked = { ...request, texts: [at("other.txt")], sure: 0, top: 2 };
	const onPrediction = ({ at, symbol, top }: { at: number; symbol: string | null; top: unknown[] }) => {
		told.push(symbol ?? "?");
		expect([top.length, at]).toEqual([2, told.length]);
	};
	const found = await predictions(asked, { onPrediction });
	expect(found).toMatchObject({ symbols: other.length - 1, textSymbols: other.length });
	expect([other[8], told[7]]).toEqual(["\u0007", "?"]); // not in the vocabulary
	expect(found.surelyWrong.count).toBeGreaterThan(0);
	for (const { at, before } of found.surelyWrong.worst) expect(before.length).toBe(Math.min(at, 40));
	expect((await predictions({ ...asked, limit: 7 })).symbols).toBe(6);
	await expect(predictions({ ...asked, limit: 1 })).rejects.toThrow(/limit.*E_OPTION/);
});

test("a step taken apart names the symbols around it", async () => {
	const found = (await explain({ ...request, texts: [at("text.txt")], step: 2, layer: 1 })) as ExplainResult;
	expect(found).toMatchObject({
		run: "l",
		cell: "lstm",
		step: 2,
		layer: 1,
		symbol: "<",
		next: "b",
		before: "a ",
		ahead: 16,
	});
	expect(found.forward.map(({ name }) => name)).toContain("gate.f");
	expect(found.backward.at(-1)!.name).toBe("d.x");
});
