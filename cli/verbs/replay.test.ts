/** `sluice replay RUN --without TEXT`: what is asked of the library, what is printed, and what cannot go together. */
import { expect, test } from "vitest";
import { fakeLibrary, sluice } from "../../test/cli/fakes.ts";

const READING = { lossNats: 0.25, validNats: 1.5, probabilities: [0.5], right: 3, weightsSha256: "ab".repeat(32) };
const FOUND = {
	...{ run: "r", without: "key 7\x1b[2J", with: null, seed: 1, symbols: 6, places: 2, first: 5, last: 40, updates: 9 },
	...{ given: "key", rest: " 7!", saved: null, engine: "native", build: "b", runBuild: "b", seconds: 2 },
	before: { ...READING, continuation: " 7!", completes: true },
	after: { ...READING, lossNats: 3.5, continuation: "\x1b]x", right: 0, completes: false },
};
const asked: object[] = [];
const library = fakeLibrary({
	async replayWithout(request: object) {
		asked.push(request);
		return FOUND;
	},
});

test("the passage, its places and both networks in a table; nothing in it controls the terminal", async () => {
	const { stdout, stderr, code } = await sluice(["replay", "r", "--without", "key 7"], { library });
	expect(asked.at(-1)).toMatchObject({ run: "r", without: "key 7" });
	expect(stdout).toContain("6 symbols at 2 places of the training part, read by 9 updates");
	expect(stdout).toMatch(/^loss on the passage +0\.2500 nats +3\.5000 nats$/m);
	expect(stdout).toMatch(/^completed +yes +no: 0 of 3 symbols$/m);
	expect(stderr).toContain("sluice sample r --checkpoint last --prompt key --temperature 0 --length 3");
	expect([code, (stdout + stderr).includes("\x1b")]).toEqual([0, false]);
	const korean = await sluice(["replay", "r", "--without", "key 7", "--lang", "ko"], { library });
	expect(korean.stdout).toContain("기호 6개짜리 구절이 학습 부분에 2번 나오고, 갱신 9회가 읽었습니다");
});

test("--json is the library's result; --with, --seed and --as are passed on", async () => {
	const words = ["replay", "r", "--without", "key 7", "--with", "low 9", "--seed", "3", "--as", "unread", "--json"];
	const { stdout } = await sluice(words, { library });
	expect(JSON.parse(stdout)).toEqual({ schema: 1, ...FOUND });
	expect(asked.at(-1)).toMatchObject({ with: "low 9", seed: 3, as: "unread" });
});

test.each([["--without a --update 3"], ["--with a"], ["--seed 2"], ["--as new"]])(
	"%s is refused with exit code 2",
	async (words) => {
		const { code, stderr } = await sluice(["replay", "r", ...words.split(" ")], { library });
		expect([code, stderr]).toEqual([2, expect.stringContaining("E_OPTION")]);
	},
);
