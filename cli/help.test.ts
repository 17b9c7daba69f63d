import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { flagOf } from "../src/errors/option.ts";
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
