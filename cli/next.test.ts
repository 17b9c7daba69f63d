import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { RESULT, START, TASK_RESULT } from "../test/cli/fakes.ts";
import { resolveSettings } from "./config.ts";
import { afterTraining, gentler, gentlerFrom, quote, runArgument, sameRun } from "./next.ts";
import { runs } from "./verbs/runs/spec.ts";
import { train } from "./verbs/train/spec.ts";

describe("words for a shell", () => {
	test("plain words stay bare, everything else is quoted so that a shell reads it back", () => {
		expect(["a-1.txt", "@sqlite", "a b", "it's", "$HOME", "", "글"].map(quote)).toEqual([
			"a-1.txt",
			"@sqlite",
			"'a b'",
			"'it'\\''s'",
			"'$HOME'",
			"''",
			"'글'",
		]);
	});

	test("what a terminal would obey is written out, and bash reads it back", () => {
		const name = "a'\\\u202eb\x1b[2J\u009b가\n1";
		expect(quote(name)).toBe("$'a\\'\\\\\\u202eb\\x1b[2J\\u009b가\\x0a1'");
		const echo = spawnSync("bash", ["-c", `printf %s ${quote(name)}`], {
			encoding: "utf8",
			env: { LC_ALL: "C.UTF-8" },
		});
		expect(echo.stdout).toBe(name);
	});

	test("a run is called by its name in the folder that the next command looks in, else by its own folder", () => {
		const here = { cwd: "/w", env: {} };
		expect(runArgument("x-1", "runs/x-1", here)).toBe("x-1");
		expect(runArgument("x-1", "/w/runs/x-1", here)).toBe("x-1");
		expect(runArgument("x-1", "lab/x-1", here)).toBe("lab/x-1");
		expect(runArgument("x-1", "/w/x-1", here)).toBe("./x-1");
		expect(runArgument("x-1", "/else/x 1", here)).toBe("'/else/x 1'");
		const lab = { cwd: "/w", env: { SLUICE_RUNS: "lab" } };
		expect(runArgument("x-1", "lab/x-1", lab)).toBe("x-1");
		expect(runArgument("x-1", "runs/x-1", lab)).toBe("runs/x-1");
	});

	test("a run named with --runs, or with a configuration file, is named with --runs again; a variable stays by itself", () => {
		const named = (sources: { flags?: object; env?: Record<string, string>; values?: object }) => {
			const { flags = {}, env = {}, values = {} } = sources;
			const config = { path: "lab.yaml", values: { ...values } };
			return sameRun("x 1", resolveSettings(runs, { flags: { ...flags }, env, config }));
		};
		expect(named({})).toBe("'x 1'");
		expect(named({ flags: { runs: "my lab" } })).toBe("'x 1' --runs 'my lab'");
		expect(named({ values: { runs: "lab" } })).toBe("'x 1' --runs lab");
		expect(named({ env: { SLUICE_RUNS: "lab" } })).toBe("'x 1'");
	});
});

describe("next moves", () => {
	const runsIn = (flags: object) => resolveSettings(runs, { flags: { ...flags }, env: {} });
	const result = { ...RESULT, validSymbols: 50 };
	const ended = { result, options: {}, settings: runsIn({}) };

	test("going on doubles the budget that was spent, whichever it was", () => {
		const resumes = [{ steps: 100 }, { epochs: 1.5 }, { minutes: 0.1 }, { steps: 0 }, {}].map(
			(options) => afterTraining("r", { ...ended, options })[2],
		);
		expect(resumes.map((command) => command!.replace("sluice resume r ", ""))).toEqual([
			"--steps 200",
			"--epochs 3",
			"--minutes 0.2",
			"--steps 1000",
			"--minutes 6",
		]);
	});

	test("a part is proposed for evaluation only where it is known to hold symbols", () => {
		const part = (told: object) =>
			afterTraining("r", { ...ended, ...told })[1]!
				.split(" ")
				.at(-1);
		const test = (split: string, trainSymbols = 9000) => part({ split, start: { ...START, trainSymbols } });
		expect(["90/5/5", "80/10/10", "90/10/0", "90/10/0.0"].map((split) => test(split))).toEqual([
			"test",
			"test",
			"valid",
			"valid",
		]);
		expect(test("90/5/5", 100)).toBe("valid");
		expect(part({})).toBe("valid");
		expect(afterTraining("r", { ...ended, result: { ...result, validSymbols: 0 } }).join("\n")).not.toContain(
			"sluice eval",
		);
	});

	test("a run on a task is tried at twice its longest length, or on the test part of data that ends, and is not sampled", () => {
		const after = (task: string, length: string) =>
			afterTraining("r", { ...ended, options: { steps: 5 }, result: { ...TASK_RESULT, task, length } });
		expect(after("temporal-order", "50..200")).toEqual([
			"sluice eval r --length 400",
			"sluice diagnose r",
			"sluice resume r --steps 10",
			"sluice runs",
		]);
		expect(after("mnist-permuted:permutationSeed=3", "784")[0]).toBe("sluice eval r --part test");
	});

	test("a run on text is looked into: its gradient, and its cells where enough is held out for a search", () => {
		const after = (validSymbols: number) => afterTraining("r", { ...ended, result: { ...result, validSymbols } });
		expect(after(2048).slice(-3)).toEqual(["sluice diagnose r", "sluice cells find r", "sluice runs"]);
		expect(after(2047).slice(-2)).toEqual(["sluice diagnose r", "sluice runs"]);
	});

	test("the list of runs is that of the folder the run went to", () => {
		const last = (settings: ReturnType<typeof runsIn>) => afterTraining("r", { ...ended, settings }).at(-1);
		expect([runsIn({}), runsIn({ runs: "lab" })].map(last)).toEqual(["sluice runs", "sluice runs --runs lab"]);
	});

	test("after a divergence: the flags as given but for a lower rate and a clipped gradient, never the usual rate or more", () => {
		const flags = { hidden: "64", lossy: true, lr: "8", clipNorm: "0", run: "x", quiet: true, init: "spectral:0.9" };
		const settings = {
			...resolveSettings(train, { flags, env: { SLUICE_SEED: "3" } }),
			configFile: "a b.yaml",
		};
		const options = { lr: 8, clipNorm: 0, optimizer: "sgd" };
		expect(gentler({ texts: ["x.txt"], settings, options })).toBe(
			"sluice train x.txt --config 'a b.yaml' --hidden 64 --init spectral:0.9 --lossy --lr 1 --clip-norm 1",
		);
		expect(gentlerFrom("r", { lr: 0.004, clipNorm: 5, optimizer: "adam" })).toBe(
			"sluice train --from r --lr 0.001 --clip-norm 1",
		);
		const clipped = { lr: 0.004, clipNorm: 1, optimizer: "adam" };
		expect(gentlerFrom("r", clipped)).toBe("sluice train --from r --lr 0.001");
		expect(
			gentler({ texts: ["x.txt"], settings: resolveSettings(train, { flags: {}, env: {} }), options: clipped }),
		).toBe("sluice train x.txt --lr 0.001");
	});
});
