import { describe, expect, test } from "vitest";
import { resolveSettings } from "./config.ts";
import { english } from "./messages/index.ts";
import { afterTraining, gentler, gentlerFrom, quote, runArgument } from "./next.ts";
import { SETTING_NAMES } from "./settings.ts";

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

	test("a run is called by its name in ./runs, else by its folder", () => {
		expect(runArgument("x-1", "runs/x-1", "/w")).toBe("x-1");
		expect(runArgument("x-1", "/w/runs/x-1", "/w")).toBe("x-1");
		expect(runArgument("x-1", "lab/x-1", "/w")).toBe("lab/x-1");
		expect(runArgument("x-1", "/w/x-1", "/w")).toBe("./x-1");
		expect(runArgument("x-1", "/else/x 1", "/w")).toBe("'/else/x 1'");
	});
});

describe("next moves", () => {
	test("going on doubles the budget that was spent, whichever it was", () => {
		const resumes = [{ steps: 100 }, { epochs: 1.5 }, { minutes: 0.1 }, { steps: 0 }, {}].map(
			(options) => afterTraining("r", options, undefined, "budget")[2],
		);
		expect(resumes.map((command) => command!.replace("sluice resume r ", ""))).toEqual([
			"--steps 200",
			"--epochs 3",
			"--minutes 0.2",
			"--steps 1000",
			"--minutes 6",
		]);
	});

	test("the test part is proposed only where the split leaves one", () => {
		const part = (split?: string) => afterTraining("r", {}, split, "budget")[1]!.split(" ").at(-1);
		expect([undefined, "80/10/10", "90/10/0", "90/10/0.0"].map(part)).toEqual(["test", "test", "valid", "valid"]);
	});

	test("after a divergence: the flags as given but for a lower rate and a clipped gradient, never the usual rate or more", () => {
		const flags = { hidden: "64", lossy: true, lr: "8", clipNorm: "0", run: "x", quiet: true, init: "spectral:0.9" };
		const settings = {
			...resolveSettings(SETTING_NAMES, { flags, env: { SLUICE_SEED: "3" } }, english),
			configFile: "a b.yaml",
		};
		const options = { lr: 8, clipNorm: 0, optimizer: "sgd" };
		expect(gentler({ texts: ["x.txt"], settings, options })).toBe(
			"sluice train x.txt --config 'a b.yaml' --hidden 64 --init spectral:0.9 --lossy --lr 1 --clip-norm 1",
		);
		expect(gentlerFrom("r", { lr: 0.004, clipNorm: 5, optimizer: "adam" })).toBe(
			"sluice train --from r --lr 0.001 --clip-norm 1",
		);
	});
});
