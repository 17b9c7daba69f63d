import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { flagOf } from "../src/errors/option.ts";
import { parseOptions } from "../src/training/options/options.ts";
import { sluice } from "../test/cli/fakes.ts";
import { VERBS } from "./verbs/index.ts";

describe("help", () => {
	test("sluice alone, and data alone, print help on standard output and end with 0", async () => {
		const { code, stdout, stderr } = await sluice([]);
		expect([code, stderr]).toEqual([0, ""]);
		expect(stdout.match(/^ {2}sluice /gm)).toHaveLength(3);
		expect((await sluice(["data"])).stdout).toContain("sluice data get @sqlite");
		expect((await sluice(["cells"])).stdout).toContain("sluice cells find book-lstm-1 book.txt");
	});

	test.each(["en", "ko"])(
		"every flag of every verb stands in its help (%s) with its range and default",
		async (lang) => {
			for (const { spec } of VERBS) {
				const { code, stdout } = await sluice([...spec.name.split(" "), "--help", "--lang", lang]);
				expect(code).toBe(0);
				for (const name of Object.keys(spec.flags)) expect(stdout).toMatch(new RegExp(`^ +${flagOf(name)} `, "m"));
				expect(stdout).not.toMatch(/undefined|NaN|\{\w+\}/);
			}
			const { stdout } = await sluice(["train", "--help", "--lang", lang]);
			expect(stdout).toMatch(
				lang === "ko" ? /--batch <N> .*1~65536; 기본값 32/ : /--batch <N> .*1 to 65536; default: 32/,
			);
		},
	);

	test("--version is the package's", async () => {
		const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
		expect((await sluice(["--version"])).stdout).toBe(`${version}\n`);
	});
});

describe("the language", () => {
	test.each([
		[["--lang", "ko"], {}, "오류:"],
		[["--lang=en"], { SLUICE_LANG: "ko" }, "error:"],
		[[], { SLUICE_LANG: "ko", LC_ALL: "en_US.UTF-8" }, "오류:"],
		[[], { LC_ALL: "ko_KR.UTF-8", LANG: "en_US" }, "오류:"],
		[[], { LC_ALL: "", LC_MESSAGES: "ko", LANG: "C" }, "오류:"],
		[[], { LANG: "ko_KR.eucKR" }, "오류:"],
		[[], { LC_ALL: "C", LANG: "ko_KR.UTF-8" }, "error:"],
		[[], { LANG: "kok_IN" }, "error:"],
		[[], {}, "error:"],
	])("%j with %o speaks %s", async (argv, env, wanted) => {
		const { stderr } = await sluice(["train", ...argv], { env: env as Record<string, string> });
		expect(stderr.startsWith(wanted)).toBe(true);
	});
});

describe("a shared option says what it does in each verb", () => {
	const help = async (...verb: string[]) =>
		(await sluice([...verb, "--help", "--no-color"])).stdout.replace(/\s+/g, " ");
	test("resume counts from the start; the n-grams of a part are counted on the training part; eval takes no length of a series", async () => {
		expect(await help("resume")).toMatch(/total number of updates .*total training time in minutes/);
		expect(await help("resume")).not.toContain("saves an untrained run");
		expect(await help("data", "ngrams")).toContain("part to predict; the n-grams are counted on the training part");
		expect(await help("eval")).toMatch(/--length <L\|A\.\.B> task: sequence length/);
		expect(await help("cells", "report")).not.toContain("0: all");
	});
	test("the default of --lr is a rule of the size: 2 / hidden, at most 0.008", async () => {
		expect(await help("train")).toContain("adam, adamw and soap 2 / hidden, at most 0.008; rmsprop a quarter of that");
		for (const [hidden, lr] of [
			[50, 0.008],
			[250, 0.008],
			[500, 0.004],
		] as const)
			expect([parseOptions({ hidden }, "").lr, parseOptions({ hidden, optimizer: "rmsprop" }, "").lr]).toEqual([
				lr,
				lr / 4,
			]);
		const others = (["momentum", "sgd"] as const).map((optimizer) => parseOptions({ optimizer }, "").lr);
		expect(others).toEqual([0.3, 1]);
	});
	test("cells find lists 1 unit per pattern, as its help says; cells show lists patterns", async () => {
		expect(await help("cells", "find")).toContain("default: 1 in the table, 5 with --json");
		expect(await help("cells", "show")).toContain("patterns, passages and symbols to list");
	});
});
