/** `sluice sample` with a prompt from standard input, and as a conversation, in this process, with the library itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-interactive-"));
const at = (name: string) => join(folder, name);
const sluice = (words: string[], stdin: string[] = []) =>
	call([...words, "--runs", at("runs"), "--engine", "reference", "--no-color"], { library, stdin });
const textOf = async (prompt: string, ...words: string[]) =>
	JSON.parse((await sluice(["sample", "b", "--json", "--length", "9", "--prompt", prompt, ...words])).stdout).text;

beforeAll(async () => {
	writeFileSync(at("book.txt"), "The sluice opens, the water runs; it closes, the water waits.\n".repeat(40));
	const small = "--hidden 8 --batch 2 --k1 8 --steps 30 --run b --quiet".split(" ");
	expect((await sluice(["train", at("book.txt"), ...small])).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("--prompt - reads the whole prompt from standard input, without its last newline", async () => {
	const { code, stdout } = await sluice(["sample", "b", "--length", "9", "--prompt", "-"], ["the ", "wat\ner", "\n"]);
	expect([code, stdout]).toEqual([0, `the wat\ner${await textOf("the wat\ner")}\n`]);
});

test("the first turn is the text of sample, and later turns go on from everything written before", async () => {
	const words = ["sample", "b", "--interactive", "--length", "9", "--temperature", "0"];
	const { code, stdout, stderr } = await sluice(words, ["the wa", "ter\n", "the\n\nit"]);
	const turns = stdout.split("\n").slice(0, -1);
	const first = await textOf("the water", "--temperature", "0");
	const second = await textOf(`the water${first}the`, "--temperature", "0");
	const third = await textOf(`the water${first}the${second}`, "--temperature", "0");
	const fourth = await textOf(`the water${first}the${second}${third}it`, "--temperature", "0");
	const said = [first, second, third, fourth].join("\n").split("\n");
	expect([code, turns]).toEqual([0, said]);
	expect(stderr).toContain("Ctrl-D");
});

test("turn n draws with seed + n, in the library too, and clamped units stay clamped", async () => {
	const prompts = ["the ", "it "];
	const spoken = await library.converse(
		{ run: "b", runs: at("runs"), engine: "reference", length: 9, seed: 5, clamp: ["l0.c.1=2"] },
		{ nextPrompt: async (n) => prompts[n], onText: () => {} },
	);
	const clamp = ["--clamp", "l0.c.1=2"];
	expect(spoken.turns[0]!.text).toBe(await textOf("the ", "--seed", "5", ...clamp));
	expect(spoken.turns[1]!.text).toBe(await textOf(`the ${spoken.turns[0]!.text}it `, "--seed", "6", ...clamp));
});

test.each([
	[["--prompt", "a"], "--prompt"],
	[["--copied"], "--copied"],
	[["--json"], "--json"],
])("a conversation with %j is refused with exit code 2", async (more, named) => {
	const { code, stderr } = await sluice(["sample", "b", "--interactive", ...more]);
	expect(code).toBe(2);
	expect(stderr).toContain(named);
});
