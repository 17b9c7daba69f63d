import { describe, expect, test } from "vitest";
import { fakeLibrary, sluice } from "../../test/cli/fakes.ts";

const FACTS = { run: "book-lstm-1", file: "/w/a.onnx", model: "lstm forget 2x128", symbols: 65, parameters: 37453 };

function library() {
	const asked: unknown[] = [];
	const exported = { ...FACTS, to: "onnx", step: 400, bytes: 150_000, sha256: "ab" };
	const imported = { ...FACTS, layout: "onnx", folder: "runs/book-lstm-1" };
	const keep = (result: object) => async (request: unknown) => {
		asked.push(request);
		return result;
	};
	return { asked, library: fakeLibrary({ exportRun: keep(exported), importRun: keep(imported) }) };
}

describe("sluice export", () => {
	test("asks for the checkpoint named, prints what was written, and how it comes back", async () => {
		const { asked, library: lib } = library();
		const argv = ["export", "book-lstm-1", "--to", "onnx", "a.onnx", "--checkpoint", "400", "--runs", "lab"];
		const { code, stdout, stderr } = await sluice(argv, { library: lib });
		expect(asked).toEqual([{ run: "book-lstm-1", to: "onnx", file: "a.onnx", checkpoint: 400, runs: "lab" }]);
		expect([code, stdout]).toEqual([0, "a.onnx: lstm forget 2x128, 37.5k parameters of step 400, 150 kB\n"]);
		expect(stderr).toContain("  sluice import a.onnx --layout onnx\n");
	});

	test("without --to, to no such format, or of no such checkpoint is bad usage", async () => {
		const bad = async (...more: string[]) => sluice(["export", "r", "f", ...more], { library: library().library });
		expect(await bad()).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("missing --to safetensors, --to torch, --to onnx"),
		});
		expect((await bad("--to", "onxx")).stderr).toContain("did you mean onnx?");
		expect((await bad("--to", "onnx", "--checkpoint", "first")).stderr).toContain(
			'--checkpoint must be best, last or the number of an update, got "first"',
		);
	});
});

describe("without --to, the file's ending says what is written", () => {
	const exported = async (...argv: string[]) => {
		const { asked, library: lib } = library();
		const done = await sluice(["export", "r", ...argv], { library: lib });
		return { ...done, to: (asked as { to: string }[])[0]?.to };
	};
	test.each([
		[["m.safetensors"], "safetensors"],
		[["m.onnx"], "onnx"],
		[["M.ONNX"], "onnx"],
		[["m.safetensors", "--to", "torch"], "torch"],
		[["m.weights", "--to", "onnx"], "onnx"],
	])("%j is written as %s", async (argv, to) => {
		const done = await exported(...argv);
		expect([done.code, done.to]).toEqual([0, to]);
		expect(done.stdout.includes('  state = load_file("m.safetensors")')).toBe(to === "torch");
	});
	test.each([
		[["m.safetensors", "--to", "onnx"], /--to must be safetensors or torch for \.safetensors, got "onnx"/],
		[["m.onnx", "--to", "torch"], /--to must be onnx for \.onnx, got "torch"/],
		[["m.bin"], /missing --to safetensors, --to torch, --to onnx/],
		[["constructor"], /missing --to safetensors, --to torch, --to onnx/],
	])("%j is bad usage, and nothing is written", async (argv, wanted) => {
		const { code, stderr, to } = await exported(...argv);
		expect([code, to]).toEqual([2, undefined]);
		expect(stderr).toMatch(wanted);
	});
});

describe("sluice import", () => {
	test("hands on what was said about the file, prints the run, and the verbs that work on it", async () => {
		const { asked, library: lib } = library();
		const argv = [
			"import",
			"a.onnx",
			"--layout",
			"onnx",
			"--cell",
			"rnn",
			"--variant",
			"relu",
			"--vocabulary",
			"v.json",
		];
		const { stdout, stderr } = await sluice([...argv, "--unit", "jamo", "--run", "x", "--quiet"], { library: lib });
		const said = { layout: "onnx", cell: "rnn", variant: "relu", vocabulary: "v.json", unit: "jamo", run: "x" };
		expect(asked).toEqual([{ file: "a.onnx", ...said }]);
		expect([stdout, stderr]).toEqual([
			"book-lstm-1: lstm forget 2x128, 37.5k parameters, 65 symbols, from a.onnx\n",
			"",
		]);
		const loud = await sluice(["import", "a.onnx"], { library: library().library });
		expect(loud.stderr).toContain("  sluice train FILE --from ");
	});

	test("--json is the library's result", async () => {
		const { stdout } = await sluice(["import", "a.onnx", "--json"], { library: library().library });
		expect(JSON.parse(stdout)).toEqual({ schema: 1, ...FACTS, layout: "onnx", folder: "runs/book-lstm-1" });
	});
});

describe("sluice check", () => {
	const at = { layer: 0, gate: "n", step: 0, lane: 1, unit: 3, steps: 2, lanes: 3, got: 0.25, wanted: 0.5 };
	const same = {
		...{ file: "/w/a.onnx", against: "r", model: "gru reset-after 2x4", symbols: 5, equal: true, tolerance: 1e-5 },
		...{ largest: { ...at, difference: 1.5e-7 }, first: null, faults: [], axes: "steps, lanes" },
		runs: [{ steps: 2, lanes: 3, difference: 1.5e-7 }],
	};
	const checked = async (result: object, ...more: string[]) => {
		const asked: unknown[] = [];
		const checkExport = async (request: unknown) => {
			asked.push(request);
			return result;
		};
		const lib = fakeLibrary({ checkExport } as never);
		return { asked, ...(await sluice(["check", "a.onnx", "--against", "r", ...more], { library: lib })) };
	};

	test("equal: the largest difference and where, exit code 0", async () => {
		const { code, stdout, asked } = await checked(same, "--checkpoint", "last");
		expect(asked).toEqual([{ file: "a.onnx", against: "r", checkpoint: "last" }]);
		expect([code, stdout]).toEqual([
			0,
			"a.onnx computes the same as r (gru reset-after 2x4)\nlargest difference 1.5e-7: l0.n, step 0, lane 1, unit 3 (runs of 2x3 steps x lanes)\n",
		]);
	});

	test("different: the first gate and step, each fault in words, exit code 4, and the same in JSON", async () => {
		const faults = [
			{ kind: "resetOrder", layer: 0, gates: ["r", "n"], got: "reset-before", wanted: "reset-after" },
			{ kind: "biasTwice", layer: 1, tensors: ["bias"] },
		];
		const result = { ...same, equal: false, first: at, faults };
		const { code, stdout } = await checked(result);
		expect(code).toBe(4);
		expect(stdout).toContain("first difference: l0.n, step 0, lane 1, unit 3: 0.250000, expected 0.500000");
		expect(stdout).toContain("- layer 0, r, n: the reset gate is applied on the other side");
		expect(stdout).toContain("- layer 1, bias: the bias is added twice\n");
		const json = await checked(result, "--json");
		expect(JSON.parse(json.stdout)).toMatchObject({ schema: 1, equal: false, first: at, faults });
	});
});

describe("sluice export --tensorboard", () => {
	test("writes the events alone, or next to the weights, and needs one of the two", async () => {
		const asked: unknown[] = [];
		const runCurves = async (request: unknown) => {
			asked.push(request);
			return { curves: [], svg: null, csv: null, tensorboard: ["/w/logs/r/events.out.tfevents.0.sluice"] };
		};
		const lib = { ...library().library, ...fakeLibrary({ runCurves } as never) };
		const alone = await sluice(["export", "r", "--tensorboard", "logs"], { library: lib });
		expect([alone.code, alone.stdout]).toEqual([0, ""]);
		expect(alone.stderr).toContain("saved in /w/logs/r/events.out.tfevents.0.sluice");
		expect(asked).toEqual([{ names: ["r"], runs: undefined, tensorboard: "logs" }]);
		const json = await sluice(["export", "r", "--tensorboard", "logs", "--json"], { library: lib });
		expect(JSON.parse(json.stdout)).toMatchObject({ run: "r", tensorboard: [expect.stringContaining("tfevents")] });
		const none = await sluice(["export", "r"], { library: lib });
		expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("missing FILE or --tensorboard")]);
	});
});
