import { describe, expect, test } from "vitest";
import { fail } from "../src/errors/index.ts";
import { diverges, fakeLibrary, RESULT, sluice, trainsWell } from "../test/cli/fakes.ts";

describe("exit codes", () => {
	test("0: a training that ends well", async () => {
		expect((await sluice(["train", "book.txt"], { library: trainsWell })).code).toBe(0);
	});

	test("1: a failure; an error without a code is called a bug of ours", async () => {
		const broken = fakeLibrary({ listRuns: () => Promise.reject(new TypeError("x is not a function")) });
		const { code, stderr } = await sluice(["runs"], { library: broken });
		expect(code).toBe(1);
		expect(stderr).toBe(
			"error: internal: x is not a function. This is a bug in Sluice; please report it. (E_INTERNAL)\n",
		);
	});

	test("1: memory that the host refuses is neither a bug nor a disk error, and the message says what to lower", async () => {
		const refused = new RangeError("Array buffer allocation failed");
		const { code, stderr } = await sluice(["runs"], {
			library: fakeLibrary({ listRuns: () => Promise.reject(refused) }),
		});
		expect([code, stderr]).toEqual([1, expect.stringMatching(/memory ran out .*--hidden or --batch.*E_MEMORY/)]);
		expect(stderr).not.toMatch(/bug|disk/);
	});

	test("1: a refusal of the operating system is not called a bug", async () => {
		const refused = Object.assign(new Error("EACCES: permission denied, open 'runs'"), {
			code: "EACCES",
			syscall: "open",
		});
		const { code, stderr } = await sluice(["runs"], {
			library: fakeLibrary({ listRuns: () => Promise.reject(refused) }),
		});
		expect(code).toBe(1);
		expect(stderr).toContain("(E_SYSTEM)");
		expect(stderr).not.toContain("bug");
	});

	test.each([
		[["trian"], "E_VERB", "Did you mean train?"],
		[["help", "trian"], "E_VERB", "Did you mean train?"],
		[["train", "a", "--bacth", "3"], "E_FLAG", "Did you mean --batch?"],
		[["train", "a", "--bacth=3"], "E_FLAG", "unknown option --bacth."],
		[["train", "a", "--batch"], "E_FLAG_VALUE", "--batch <N> needs a value"],
		[["cells", "show", "r", "-l0.c.48"], "E_FLAG", "unknown option -l0.c.48. Did you mean l0.c.48?"],
		[["train", "a", "--max-norm", "5"], "E_FLAG", "unknown option --max-norm. Did you mean --clip-norm?"],
		[["train", "a", "--momentum", "0.9"], "E_FLAG", "Did you mean --optimizer momentum --beta1?"],
		[["train", "a", "--log-dir", "x"], "E_FLAG", "unknown option --log-dir. Did you mean --runs?"],
		[["train", "a", "--bidirectional"], "E_FLAG", "Layers read from the first step to the last only"],
		[["train", "a", "--tied", "no"], "E_FLAG", "Input and output weights are always separate; leave it out"],
		[["train", "a", "--tied=no"], "E_FLAG", "Input and output weights are always separate; leave it out"],
		[["train", "a", "--tie-weights"], "E_FLAG", "Input and output weights are always separate; leave it out"],
		[["train", "a", "--embedding_dim=64"], "E_FLAG", "There is no embedding table"],
		[["train", "a", "--num-heads", "4"], "E_FLAG", "Sluice has no self-attention and no heads"],
		[["eval", "r", "--exact=no"], "E_FLAG_VALUE", '--exact takes no value, got "no": leave it out to switch it off.'],
		[["sample", "r", "--bfloat16", "on"], "E_FLAG_VALUE", '--bfloat16 takes no value, got "on": give it alone.'],
		[["train", "a", "--lossy", "no"], "E_FLAG_VALUE", "--lossy takes no value"],
		[["compare", "addition", "--init", "identity"], "E_FLAG", "unknown option --init. Did you mean --remedies?"],
		[["compare", "addition", "--clip-norm=1"], "E_FLAG", "unknown option --clip-norm. Did you mean --remedies?"],
		[["compare", "addition", "--lr", "1"], "E_FLAG", "unknown option --lr. Did you mean --rates?"],
		[
			["train"],
			"E_ARGUMENT",
			"sluice train: missing FILE, DIR, @NAME, task:NAME or --from RUN, such as sluice train @sqlite",
		],
		[["sample"], "E_ARGUMENT", "sluice sample: missing RUN."],
		[["runs", "x"], "E_ARGUMENT", "sluice runs: takes no arguments, got 1."],
		[["data", "lost"], "E_VERB", "Did you mean list?"],
		[["cells", "fidn"], "E_VERB", "Did you mean find?"],
		[["eval", "r", "f.txt", "--part", "test"], "E_ARGUMENT", "give FILE or --part, not both"],
		[["train", "a", "--batch", "-3"], "E_OPTION", '--batch must be a whole number from 1 to 65536, got "-3"'],
		[["train", "a", "--batch", "0"], "E_OPTION", '--batch must be a whole number from 1 to 65536, got "0"'],
		[["train", "a", "--hidden", "1.5"], "E_OPTION", '--hidden must be a whole number from 1 to 16384, got "1.5"'],
		[["train", "a", "--lr", "NaN"], "E_OPTION", ', got "NaN"'],
		[["train", "a", "--lr", "0x10"], "E_OPTION", ', got "0x10"'],
		[["train", "a", "--lr", ""], "E_OPTION", ', got ""'],
		[["train", "a", "--clip-norm", "five"], "E_OPTION", ', got "five"'],
		[["train", "a", "--cell", "lstmm"], "E_OPTION", "did you mean lstm?"],
		[["sample", "r", "--top-p", "2"], "E_OPTION", '--top-p must be a number from 0 to 1, got "2"'],
		[["runs", "--lang", "fr"], "E_OPTION", '--lang must be en or ko, got "fr"'],
	])("2: %j is %s", async (argv, code, told) => {
		const outcome = await sluice(argv);
		expect(outcome.code).toBe(2);
		expect(outcome.stdout).toBe("");
		expect(outcome.stderr).toContain(`(${code})\n`);
		expect(outcome.stderr).toContain(told);
	});

	test("3: a divergence, with the same training made gentler as the next command", async () => {
		const { code, stderr } = await sluice(["train", "my book.txt", "--hidden", "64", "--run", "x"], {
			library: diverges,
		});
		expect(code).toBe(3);
		expect(stderr).toContain("diverged at step 1: l0.h[3] is NaN");
		expect(stderr).toContain("  sluice train 'my book.txt' --hidden 64 --lr 0.001 --clip-norm 1\n");
	});

	test("4: a gradient check that does not hold", async () => {
		const row = {
			cell: "gru",
			variant: "reset-after",
			check: "layer/differences",
			tensor: "w_hh",
			error: 1,
			bound: 1e-6,
		};
		const rows = [{ ...row, ok: false }];
		const library = fakeLibrary({
			gradcheck: async () => ({ rows, ok: false }),
			worstRows: () => [{ ...row, rows: 1, failed: 1 }],
		});
		expect((await sluice(["gradcheck"], { library })).code).toBe(4);
		expect((await sluice(["gradcheck", "--json"], { library })).code).toBe(4);
	});

	test.each([130, 143] as const)("%i: stopped by a signal, with the command that goes on", async (signalled) => {
		const library = fakeLibrary({
			train: async () => ({ ...RESULT, ended: "signal" }),
			evaluate: () => Promise.reject("SIGINT"),
		});
		const { code, stderr } = await sluice(["train", "book.txt"], { library, signalled });
		expect(code).toBe(signalled);
		expect(stderr).toContain("stopped at step 12; checkpoint saved in runs/book-lstm-3");
		expect(stderr).toContain("\n  sluice resume book-lstm-3\n");
		expect(await sluice(["eval", "r"], { library, signalled })).toEqual({ code: signalled, stdout: "", stderr: "" });
	});
});

describe("standard output is data, standard error is talk", () => {
	test("a training's numbers and sample on one, everything else on the other", async () => {
		const { stdout, stderr } = await sluice(["train", "book.txt"], { library: trainsWell });
		expect(stdout).toMatch(/validation \(65.5k symbols\) +1\.5000 +2\.1640 +3\.0000/);
		expect(stdout).toContain("│ first\n│ sec\\x1b[2Jond\n");
		expect(stderr).toContain("step 6: validation 1.7500 nats, 2.5247 bits (first 2.05k symbols) ★");
		expect(stderr).toContain("sluice resume book-lstm-3 --steps 24");
		expect(stdout + stderr).not.toContain("\x1b");
	});

	test("--quiet leaves standard error empty and the results whole", async () => {
		const loud = await sluice(["train", "book.txt"], { library: trainsWell });
		const quiet = await sluice(["train", "book.txt", "--quiet"], { library: trainsWell });
		expect(quiet).toEqual({ code: 0, stdout: loud.stdout, stderr: "" });
	});

	test("--json is one document with the schema's version and every number of the result", async () => {
		const { stdout } = await sluice(["train", "book.txt", "--json"], { library: trainsWell });
		expect(JSON.parse(stdout)).toEqual({ schema: 1, ...RESULT });
	});

	test("--jsonl is one event a line, each with the schema's version", async () => {
		const { stdout } = await sluice(["train", "book.txt", "--jsonl"], { library: trainsWell });
		const lines = stdout
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(lines.map((line) => line.type)).toEqual([
			"data",
			"start",
			"step",
			"valid",
			"sample",
			"step",
			"checkpoint",
			"finish",
			"done",
		]);
		expect(lines.every((line) => line.schema === 1)).toBe(true);
	});

	test("under --json an error is one English JSON document on standard error, whatever the language", async () => {
		const { code, stdout, stderr } = await sluice(["train", "a", "--batch", "0", "--json", "--lang", "ko"]);
		expect([code, stdout]).toEqual([2, ""]);
		const message = '--batch must be a whole number from 1 to 65536, got "0". (E_OPTION)';
		expect(JSON.parse(stderr)).toEqual({ error: { code: "E_OPTION", message } });
	});

	test("an error's text cannot move the cursor", async () => {
		const library = fakeLibrary({ listRuns: () => Promise.reject(fail("E_VERB", { verb: "\x1b[2J", help: "h" })) });
		expect((await sluice(["runs"], { library })).stderr).not.toContain("\x1b");
	});
});

describe("a terminal", () => {
	test("has its cursor hidden while the block lives, and back at the end", async () => {
		for (const lang of ["en", "ko"]) {
			const { stderr } = await sluice(["train", "b", "--lang", lang], { library: trainsWell, columns: 80 });
			expect(stderr).toContain("\x1b[?25l");
			expect(stderr.lastIndexOf("\x1b[?25h")).toBeGreaterThan(stderr.lastIndexOf("\x1b[?25l"));
			expect(stderr).not.toContain("\x1b[31mred");
		}
	});

	test.each([
		["CI", "true"],
		["TERM", "dumb"],
	])("with %s=%s in the environment gets plain lines", async (name, value) => {
		const env = { [name]: value };
		const { stderr } = await sluice(["train", "b", "--no-color"], { library: trainsWell, columns: 80, env });
		expect(stderr).not.toContain("\x1b");
		expect(stderr).toContain("book-lstm-3: native avx2+fma");
	});

	test("NO_COLOR leaves the live block without colour", async () => {
		const env = { NO_COLOR: "1" };
		const { stdout, stderr } = await sluice(["train", "b", "--color"], { library: trainsWell, columns: 80, env });
		expect(stdout).not.toContain("\x1b");
		expect(stderr.split("\x1b[").filter((code) => /^\d*m/.test(code))).toEqual([]);
	});
});

describe("what the library is asked", () => {
	test("train: texts, options by name, and everything else in its place; what was not given is not invented", async () => {
		const asked: unknown[] = [];
		const library = fakeLibrary({
			train: async (request: unknown) => {
				asked.push(request);
				return RESULT;
			},
		});
		const flags =
			"--clip-norm 5 --forget-bias -1 --k2 128 --unit jamo --split 80/10/10 --lossy --threads 2 --engine wasm";
		await sluice(["train", "a.txt", "@sqlite", ...flags.split(" "), "--run", "r", "--runs", "lab", "--from", "old"], {
			library,
		});
		expect(asked).toEqual([
			{
				data: { texts: ["a.txt", "@sqlite"], unit: "jamo", split: "80/10/10", lossy: true },
				options: { clipNorm: 5, forgetBias: -1, k2: 128 },
				...{ from: "old", run: "r", runs: "lab", engine: "wasm", threads: 2 },
			},
		]);
	});

	test("train --from without a text: the flags about it go on all the same, and no text is made up", async () => {
		const asked: unknown[] = [];
		const library = fakeLibrary({
			train: async (request: unknown) => {
				asked.push(request);
				return RESULT;
			},
		});
		await sluice(["train", "--from", "old", "--split", "80/20/0", "--unit", "byte", "--lossy"], { library });
		expect(asked).toEqual([{ data: { unit: "byte", split: "80/20/0", lossy: true }, from: "old", options: {} }]);
		expect(Object.keys((asked[0] as { data: object }).data)).not.toContain("texts");
	});

	test("resume: no budget given means none passed on", async () => {
		const asked: unknown[] = [];
		const library = fakeLibrary({
			resume: async (request: unknown) => {
				asked.push(request);
				return RESULT;
			},
		});
		await sluice(["resume", "r"], { library });
		await sluice(["resume", "r", "--minutes", "7"], { library });
		expect(asked).toEqual([
			{ run: "r", options: {} },
			{ run: "r", options: { minutes: 7 } },
		]);
	});

	test("sample --json holds each symbol drawn with its probability and the likeliest", async () => {
		const drawn = { text: "a", id: 3, probability: 0.5, top: [{ text: "a", probability: 0.5 }] };
		const result = { run: "r", prompt: "x", text: "a", symbols: 1, seed: 1, clamp: [], unknownPromptSymbols: 0 };
		const library = fakeLibrary({
			sample: async (_: unknown, hooks: { onSymbol(symbol: object): void }) => {
				hooks.onSymbol(drawn);
				return result;
			},
		});
		const { stdout } = await sluice(["sample", "r", "--json"], { library });
		expect(JSON.parse(stdout)).toEqual({ schema: 1, ...result, drawn: [drawn] });
		const lines = (await sluice(["sample", "r", "--jsonl"], { library })).stdout.trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line).type)).toEqual(["symbol", "done"]);
		expect((await sluice(["sample", "r", "--prompt", "x"], { library })).stdout).toBe("xa\n");
	});

	test("an option that the library refuses is named as it was typed: flag, variable or key", async () => {
		const library = fakeLibrary({
			train: () =>
				Promise.reject(
					fail("E_OPTION", {
						option: "variant",
						why: { reason: "oneOf", choices: ["forget", "1997"], got: '"relu"', of: "lstm" },
						where: "options",
					}),
				),
		});
		const typed = await sluice(["train", "a", "--variant", "relu"], { library });
		expect(typed.stderr).toContain('--variant must be forget or 1997 for lstm, got "relu".');
		const variable = await sluice(["train", "a", "--lang", "ko"], { library, env: { SLUICE_VARIANT: "relu" } });
		expect(variable.stderr).toBe(
			'오류: SLUICE_VARIANT 값은 lstm에서는 forget, 1997 중 하나여야 합니다(받은 값: "relu"). (E_OPTION)\n',
		);
	});
});
