/** A damaged file ends with exit code 1 and a coded error, whatever its format. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "../cli/fakes.ts";

const at = mkdtempSync(join(tmpdir(), "sluice-damaged-"));
const runs = join(at, "runs");
const sluice = (...words: string[]) =>
	call([...words, "--runs", runs, "--no-color"], { library, columns: 200, cwd: at });
afterAll(() => rmSync(at, { recursive: true, force: true }));

beforeAll(async () => {
	writeFileSync(join(at, "book.txt"), "the water runs. ".repeat(400));
	const data = library.text(join(at, "book.txt"));
	const options = { hidden: 4, batch: 2, k1: 8, steps: 2, keepLast: 1, keepBest: 0 };
	await library.train({ data, options, engine: "reference", run: "book", runs });
	for (const [to, file] of [
		["onnx", "m.onnx"],
		["safetensors", "m.safetensors"],
		["torch", "t.safetensors"],
	] as const)
		await library.exportRun({ run: "book", runs, to, file: join(at, file) });
	writeFileSync(join(at, "text.txt.gz"), gzipSync("the water runs. ".repeat(4000)));
	writeFileSync(join(at, "songs.json"), '{"train":[[[60],[62]]],"valid":[[[60],[62]]]}');
});

const train = ["--hidden", "4", "--steps", "1", "--engine", "reference", "--quiet"];
const FORMATS: [file: string, command: string[]][] = [
	["m.onnx", ["import", join(at, "m.onnx")]],
	["m.safetensors", ["import", join(at, "m.safetensors")]],
	["t.safetensors", ["import", join(at, "t.safetensors")]],
	["text.txt.gz", ["train", join(at, "text.txt.gz"), ...train]],
	["songs.json", ["train", "task:music", "--data", join(at, "songs.json"), ...train]],
	["runs/book/config.json", ["eval", "book", "--engine", "reference"]],
	["runs/book/vocabulary.json", ["eval", "book", "--engine", "reference"]],
	["state.json", ["eval", "book", "--engine", "reference"]],
	["tensors.safetensors", ["eval", "book", "--engine", "reference"]],
];

test.each(FORMATS)(
	"%s cut in half, empty, or with its first byte flipped ends with exit code 1 and a code",
	async (file, command) => {
		const inside = join(runs, "book/checkpoints");
		const path = /^(state|tensors)/.test(file) ? join(inside, readdirSync(inside)[0]!, file) : join(at, file);
		const whole = readFileSync(path);
		const flipped = Buffer.from(whole);
		flipped[0]! ^= 0x07;
		for (const bytes of [whole.subarray(0, whole.length >> 1), Buffer.alloc(0), flipped]) {
			writeFileSync(path, bytes);
			const { code, stderr } = await sluice(...command);
			expect([file, bytes.length, code, stderr]).toEqual([file, bytes.length, 1, expect.stringMatching(/\(E_\w+\)/)]);
			expect(stderr).not.toContain("E_INTERNAL");
		}
		writeFileSync(path, whole);
	},
);
