/** The verbs that read a trained run: eval, sample, export, runs. */
import { describe, expect, test } from "vitest";
import { fail, type SluiceError } from "../../src/errors/index.ts";
import { EVENTS, fakeLibrary, RESULT, sluice } from "../../test/cli/fakes.ts";
import type { Out } from "../io.ts";

interface Hooks {
	onNotice(notice: SluiceError): void;
	onSymbol(symbol: object): void | Promise<void>;
}

const NOTICE = fail("E_BUILD", { got: "\x1b[2Jb", wanted: "a" });
const ONE_PIECE = { lanes: 1, warmup: 0, compared: null };
const EVALUATED = { run: "r", text: "valid", symbols: 9, lossNats: 1, bitsPerSymbol: 1.5, bitsPerCharacter: 1.5 };
const SAMPLED = { run: "r", prompt: "", text: "a", symbols: 1, seed: 1, clamp: [], unknownPromptSymbols: 0 };
const EXPORTED = { run: "r", file: "/w/f", model: "lstm forget 1x5", symbols: 9, parameters: 9, step: 4, bytes: 9 };

/** Every function tells the same notice, then gives its result. */
function library(notice: SluiceError) {
	const telling = (result: object) => async (_: unknown, hooks: Hooks) => {
		hooks.onNotice(notice);
		return result;
	};
	return fakeLibrary({
		evaluate: telling({ ...EVALUATED, unknownSymbols: 0, reading: ONE_PIECE, seconds: 1 }),
		sample: telling(SAMPLED),
		exportRun: telling(EXPORTED),
		async train(_: unknown, hooks: { onEvent(event: object): void }) {
			for (const event of [{ type: "notice", notice }, ...EVENTS]) hooks.onEvent(event);
			return RESULT;
		},
	});
}

const VERBS = ["eval r", "sample r", "export r f --to onnx", "train --from r"].map((line) => line.split(" "));

describe("a notice of the library", () => {
	test.each(VERBS)("from %s is one yellow note on standard error, and none with --quiet", async (...argv) => {
		const lib = library(NOTICE);
		const plain = await sluice(argv, { library: lib });
		expect(plain.stderr).toContain('note: the run was trained on the engine "a" and continues on "\\x1b[2Jb"');
		expect(plain.stdout).not.toContain("E_BUILD");
		const korean = await sluice([...argv, "--lang", "ko"], { library: lib });
		expect(korean.stderr).toContain('알림: 이 실행은 "a" 엔진에서 학습했고');
		const colour = (await sluice([...argv, "--color"], { library: lib })).stderr;
		expect(colour).toContain("\x1b[33mnote:\x1b[0m the run was trained");
		expect((await sluice([...argv, "--quiet"], { library: lib })).stderr).toBe("");
	});
});

describe("sluice eval", () => {
	test("shows a loss that could not be measured as -, and as null under --json", async () => {
		const none = { ...EVALUATED, lossNats: null, bitsPerSymbol: null, bitsPerCharacter: null };
		const lib = fakeLibrary({ evaluate: async () => ({ ...none, unknownSymbols: 9, reading: ONE_PIECE, seconds: 1 }) });
		const { stdout, stderr } = await sluice(["eval", "r", "f.txt"], { library: lib });
		expect(stdout).toMatch(/\n +- +- +-\n$/);
		expect(stderr).toContain(": 9 (100%)");
		expect(JSON.parse((await sluice(["eval", "r", "--json"], { library: lib })).stdout).lossNats).toBeNull();
	});

	test("does not listen for signals: the first ends it at once, whatever it is doing", async () => {
		let listens = 0;
		await sluice(["eval", "r"], { library: library(NOTICE), onListen: () => listens++ });
		expect(listens).toBe(0);
	});
});

describe("a training of no steps", () => {
	test("has - for the training loss that was never measured", async () => {
		const none = { train: null, valid: 4.2 };
		const result = { ...RESULT, steps: 0, lossNats: none, bitsPerSymbol: none, bitsPerCharacter: none };
		const { stdout } = await sluice(["train", "b"], { library: fakeLibrary({ train: async () => result }) });
		expect(stdout).toMatch(/training +- +- +-\n/);
	});
});

describe("sluice sample", () => {
	test("hands on --bfloat16 and a checkpoint as a step", async () => {
		const asked: unknown[] = [];
		const lib = fakeLibrary({
			sample: async (request: unknown) => {
				asked.push(request);
				return SAMPLED;
			},
		});
		expect((await sluice(["sample", "r", "--bfloat16", "--checkpoint", "20"], { library: lib })).code).toBe(0);
		expect((await sluice(["sample", "r"], { library: lib })).code).toBe(0);
		expect(asked).toMatchObject([{ bfloat16: true, checkpoint: 20 }, { bfloat16: false }]);
	});

	test("with a slow reader never has more than one symbol waiting to be read", async () => {
		let unread = 0;
		let most = 0;
		const stdout: Out = {
			write: (text) => {
				if (text !== "\n") unread++;
				most = Math.max(most, unread);
				return false;
			},
			once: (_, listener) =>
				setTimeout(() => {
					unread = 0;
					listener();
				}, 1),
		};
		const lib = fakeLibrary({
			sample: async (_: unknown, { onSymbol }: Hooks) => {
				for (let n = 0; n < 20; n++) await onSymbol({ text: "a", id: 3, probability: 0.5, top: [] });
				return SAMPLED;
			},
		});
		for (const form of [[], ["--jsonl"]]) {
			expect((await sluice(["sample", "r", "--quiet", ...form], { library: lib, stdout })).code).toBe(0);
			expect(most).toBe(1);
			unread = 0;
		}
	});
});

describe("next commands", () => {
	test("of eval and sample name the run as it was named, and no part that the run may lack", async () => {
		const next = async (...argv: string[]) => (await sluice(argv, { library: library(NOTICE) })).stderr;
		expect(await next("eval", "r", "--runs", "lab")).toContain("\n  sluice sample r --runs lab\n");
		expect(await next("sample", "r", "--runs", "lab")).toContain("\n  sluice sample r --runs lab --temperature 0.5\n");
		const flags = ["--prompt", "a b", "--checkpoint", "last", "--bfloat16"];
		expect(await next("sample", "r", ...flags, "--temperature", "0.5")).toContain(
			"\n  sluice sample r --prompt 'a b' --bfloat16 --checkpoint last --temperature 1\n",
		);
		expect((await next("eval", "r")) + (await next("sample", "r"))).not.toContain("--part");
	});

	test("of runs pass over the damaged and those that have not saved yet", async () => {
		const run = {
			folder: "runs/x",
			parameters: 9,
			step: 0,
			bestValidLossNats: null,
			bytes: 9,
			tags: [],
			model: "gru 1x5",
		};
		const runs = [
			{ ...run, name: "a", folder: "runs/a", state: "finished" },
			{ ...run, name: "b", folder: "runs/b", state: "interrupted", model: undefined, damage: "E_RUN_FIELD" },
			{ ...run, name: "c", folder: "runs/c", state: "stopped" },
			{ ...run, name: "d", folder: "runs/d", state: "running" },
		];
		const { stderr } = await sluice(["runs"], { library: fakeLibrary({ listRuns: async () => runs }) });
		expect(stderr.slice(stderr.indexOf("next:"))).toBe("next:\n  sluice resume c\n  sluice sample c\n");
	});
});
