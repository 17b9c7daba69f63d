/** What people do first is understood, or refused with the command that works. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "../cli/fakes.ts";

const at = mkdtempSync(join(tmpdir(), "sluice-first-"));
const cacheHome = process.env.XDG_CACHE_HOME;
const TINY = "--hidden 4 --batch 2 --k1 8 --steps 2 --engine reference".split(" ");
const sluice = (...words: string[]) => call([...words, "--no-color"], { library, columns: 200, cwd: at });
const train = (name: string, file: string, ...more: string[]) =>
	sluice("train", join(at, file), ...TINY, "--run", name, "--runs", join(at, "runs"), ...more);

/** "강물이 흐릅니다. " in CP949. */
const CP949 = Buffer.from("b0adb9b0c0cc20c8e5b8a8b4cfb4d92e20", "hex");
const TEXT = "강물이 흐릅니다. ".repeat(300);
beforeAll(() => {
	process.env.XDG_CACHE_HOME = join(at, "cache");
	writeFileSync(join(at, "plain.txt"), TEXT);
	writeFileSync(join(at, "cp949.txt"), Buffer.concat(Array(300).fill(CP949)));
	const utf16 = Buffer.from(`\ufeff${TEXT}`, "utf16le");
	writeFileSync(join(at, "le.txt"), utf16);
	writeFileSync(join(at, "be.txt"), Buffer.from(utf16).swap16());
	writeFileSync(
		join(at, "table.csv"),
		`day,Sold\n${Array.from({ length: 300 }, (_, i) => `${i},${(i * 7) % 11}`).join("\n")}`,
	);
});
afterAll(() => {
	if (cacheHome === undefined) delete process.env.XDG_CACHE_HOME;
	else process.env.XDG_CACHE_HOME = cacheHome;
	rmSync(at, { recursive: true, force: true });
});

const weights = (run: string) => {
	const folder = join(at, "runs", run, "checkpoints");
	return readFileSync(join(folder, readdirSync(folder).at(-1)!, "tensors.safetensors")).toString("base64");
};

test("a text in CP949 is offered --encoding cp949, and with it trains to the same bits as in UTF-8", async () => {
	const refused = await train("no", "cp949.txt");
	expect([refused.code, refused.stderr]).toEqual([
		1,
		expect.stringMatching(/CP949 with Korean text: try --encoding cp949/),
	]);
	expect((await train("plain", "plain.txt")).code).toBe(0);
	expect((await train("korean", "cp949.txt", "--encoding", "cp949")).code).toBe(0);
	expect(weights("korean")).toBe(weights("plain"));
});

test("UTF-16 of either byte order is read by its mark, to the same bits as UTF-8", async () => {
	for (const name of ["le", "be"]) {
		expect((await train(name, `${name}.txt`)).stderr).not.toContain("error");
		expect(weights(name)).toBe(weights("plain"));
	}
});

test("a run remembers its encoding: eval, resume and a second read open the same text, another file is refused", async () => {
	const runs = ["--runs", join(at, "runs"), "--engine", "reference"];
	expect((await sluice("eval", "korean", ...runs)).code).toBe(0);
	expect((await sluice("resume", "korean", "--steps", "3", ...runs)).code).toBe(0);
	expect((await sluice("eval", "korean", join(at, "cp949.txt"), "--encoding", "cp949", ...runs)).code).toBe(0);
	expect((await sluice("eval", "plain", join(at, "cp949.txt"), ...runs)).stderr).toContain("--encoding cp949");
	writeFileSync(join(at, "cp949.txt"), Buffer.concat(Array(301).fill(CP949)));
	expect((await sluice("eval", "korean", ...runs)).stderr).toContain("E_FILE_CHANGED");
});

test("an unknown encoding is bad usage, and bytes of another one are a coded error", async () => {
	expect(await train("x", "plain.txt", "--encoding", "klingon")).toMatchObject({
		code: 2,
		stderr: expect.stringContaining("cp949, utf-16le or shift_jis"),
	});
	const other = await train("x", "cp949.txt", "--encoding", "utf-8");
	expect(other.stderr).toContain("--encoding cp949");
	writeFileSync(join(at, "bad.txt"), Buffer.from([0x41, 0xff, 0xff, 0x41]));
	expect((await train("x", "bad.txt", "--encoding", "cp949")).stderr).toContain("E_ENCODING");
});

test("a table of numbers without --target is read as text with a notice that gives --target", async () => {
	const { code, stderr } = await train("table", "table.csv");
	expect([code, stderr]).toEqual([0, expect.stringMatching(/table of numbers.*--target Sold/)]);
	expect((await train("again", "plain.txt")).stderr).not.toContain("table of numbers");
});

test.each([
	["--learning-rate", "--lr"],
	["--batch-size=64", "--batch"],
	["--batch_size", "--batch"],
	["--rnn_size", "--hidden"],
	["--num_layers", "--layers"],
	["--seq_length", "--k1"],
	["--max_epochs", "--epochs"],
	["--gpu", "--engine"],
	["--device", "--engine"],
	["--name", "--run"],
])("train %s is refused with the suggestion %s", async (typed, ours) => {
	const { code, stderr } = await sluice("train", "a.txt", typed, "3");
	expect([code, stderr]).toEqual([2, expect.stringContaining(`Did you mean ${ours}?`)]);
});

test("a suggestion is never an option that the verb lacks", async () => {
	expect((await sluice("runs", "--learning-rate", "3")).stderr).not.toContain("--lr");
});

test.each([[["--hidden", "--lr", ".1"]], [["--hidden", "--lr=.1"]], [["--run", "--quiet"]], [["--config", "--json"]]])(
	"train a.txt %j: an option without its value is refused, not given the next option",
	async (words) => {
		const { code, stderr } = await sluice("train", "a.txt", ...words);
		expect([code, stderr]).toEqual([2, expect.stringMatching(new RegExp(`${words[0]} .*needs a value`))]);
	},
);

test("runs may have names of any script, the same in NFC and NFD; hostile names are refused", async () => {
	expect((await train("내실행", "plain.txt")).code).toBe(0);
	expect(readdirSync(join(at, "runs"))).toContain("내실행");
	const runs = ["--runs", join(at, "runs"), "--engine", "reference"];
	expect((await sluice("eval", "내실행".normalize("NFD"), ...runs)).code).toBe(0);
	expect((await sluice("runs", "--runs", join(at, "runs"))).stdout).toContain("내실행");
	for (const name of [
		".",
		"..",
		".내",
		"a\u202eb",
		"a\u200fb",
		"a\nb",
		"a\0b",
		"a b",
		"가".repeat(65),
		"𠀀".repeat(60),
		"-a",
		"",
	])
		expect([name, (await train(name, "plain.txt")).code]).toEqual([name, 2]);
});

test("export to .pt or .pth is refused with the name to use; export --to torch prints the lines that load it", async () => {
	for (const name of ["m.pt", "m.pth", "m.ckpt"]) {
		const words = ["export", "plain", join(at, name), "--to", "torch", "--runs", join(at, "runs")];
		const { code, stderr } = await sluice(...words);
		expect([code, stderr]).toEqual([
			2,
			expect.stringMatching(/torch\.load could not open.*m\.safetensors.*E_EXPORT_PICKLE/),
		]);
		expect(readdirSync(at)).not.toContain(name);
	}
	const file = join(at, "m.safetensors");
	const { code, stdout } = await sluice("export", "plain", file, "--to", "torch", "--runs", join(at, "runs"));
	expect([code, stdout]).toEqual([0, expect.stringContaining(`state = load_file("${file}")`)]);
});
