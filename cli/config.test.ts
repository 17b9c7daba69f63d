import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fail, SluiceError } from "../src/errors/index.ts";
import { asTyped, plainNumber, resolveSettings } from "./config.ts";
import { readConfig } from "./configFile.ts";
import { flagOf, variableOf } from "./flags/names.ts";
import type { Translate } from "./messages/catalogue.ts";
import { english, messagesFor } from "./messages/index.ts";
import { FLAG_NAMES } from "./verbs/index.ts";
import { runs } from "./verbs/runs/spec.ts";
import { train } from "./verbs/train/spec.ts";

const NOTHING = { flags: {}, env: {} };
const lab = (values: Record<string, unknown>) => ({ path: "lab.yaml", values });

describe("precedence", () => {
	test("a flag wins over a variable, a variable over the file, and nothing given leaves nothing", () => {
		const config = lab({ batch: 8, hidden: 100, lr: 0.5, lossy: true });
		const env = { SLUICE_BATCH: "16", SLUICE_HIDDEN: "200", SLUICE_CLIP_NORM: "5", SLUICE_K1: "" };
		const { values, origins } = resolveSettings(train, { flags: { batch: "32" }, env, config }, english);
		expect(values).toEqual({ batch: 32, hidden: 200, lr: 0.5, clipNorm: 5, lossy: true });
		expect(origins).toEqual({
			batch: { name: "--batch", where: "command line" },
			hidden: { name: "SLUICE_HIDDEN", where: "environment" },
			lr: { name: "lr", where: "lab.yaml" },
			clipNorm: { name: "SLUICE_CLIP_NORM", where: "environment" },
			lossy: { name: "lossy", where: "lab.yaml" },
		});
	});

	test("a budget given puts aside the other two of lower sources; two of one source both stay", () => {
		const read = (flags: object, env: Record<string, string>, values: object) =>
			resolveSettings(train, { flags: { ...flags }, env, config: lab({ ...values }) }, english);
		expect(read({ minutes: "2" }, { SLUICE_STEPS: "5" }, { epochs: 3 }).values).toEqual({ minutes: 2 });
		expect(read({}, { SLUICE_STEPS: "5" }, { epochs: 3 }).values).toEqual({ steps: 5 });
		expect(read({}, { SLUICE_STEPS: "5" }, { steps: 3, minutes: 1 }).origins).toEqual({
			steps: { name: "SLUICE_STEPS", where: "environment" },
		});
		expect(read({ steps: "1", epochs: "2" }, {}, { minutes: 1 }).values).toEqual({ steps: 1, epochs: 2 });
		expect(read({}, {}, { steps: 1, minutes: 1 }).values).toEqual({ steps: 1, minutes: 1 });
		expect(read({ steps: "1" }, { SLUICE_MINUTES: "soon" }, {}).values).toEqual({ steps: 1 });
	});

	test("a verb takes only the settings that are its own", () => {
		const { values } = resolveSettings(
			runs,
			{ ...NOTHING, env: { SLUICE_BATCH: "x" }, config: lab({ lr: "x" }) },
			english,
		);
		expect(values).toEqual({});
	});

	test("switches are read from true, false, 1 and 0 and from nothing else", () => {
		const lossy = (text: string) => resolveSettings(train, { ...NOTHING, env: { SLUICE_LOSSY: text } }, english);
		expect(["1", "true", "0", "false"].map((text) => lossy(text).values.lossy)).toEqual([true, true, false, false]);
		expect(() => lossy("yes")).toThrow("SLUICE_LOSSY");
	});
});

describe("values", () => {
	const read = (name: "lr" | "batch" | "seed", value: unknown) =>
		resolveSettings(train, { ...NOTHING, flags: { [name]: value } }, english).values[name];

	test("decimal numbers in every common form are read exactly", () => {
		for (const [typed, value] of [
			["4e-3", 0.004],
			[".5", 0.5],
			["1.", 1],
			["+2", 2],
			["1E2", 100],
			["0", 0],
		] as const) {
			expect(read("lr", typed)).toBe(value);
		}
		expect(read("seed", "9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
	});

	test("anything else is E_OPTION, exit code 2, naming the flag", () => {
		const garbage = [
			"",
			" ",
			"1 ",
			"NaN",
			"Infinity",
			"-Infinity",
			"1e999",
			"0x10",
			"1_000",
			"1,5",
			"٣",
			"--hidden",
			"1e",
			"-",
			"-0.1",
		];
		for (const typed of garbage) {
			let thrown: unknown;
			try {
				read("lr", typed);
			} catch (error) {
				thrown = error;
			}
			expect(thrown, typed).toBeInstanceOf(SluiceError);
			expect((thrown as SluiceError).code).toBe("E_OPTION");
			expect((thrown as SluiceError).exitCode).toBe(2);
			expect((thrown as SluiceError).message).toContain('"--lr"');
		}
		for (const typed of ["1.5", "0", "65537", "-1"]) expect(() => read("batch", typed)).toThrow('"--batch"');
	});

	test("the file must hold the type itself: a number in quotes is read, a list or null is not", () => {
		const read = (lr: unknown) => resolveSettings(train, { ...NOTHING, config: lab({ lr }) }, english).values.lr;
		expect(read(0.5)).toBe(0.5);
		expect(read("0.5")).toBe(0.5);
		for (const bad of [[1], null, true, { a: 1 }]) expect(() => read(bad)).toThrow('lab.yaml: option "lr"');
	});
});

describe("errors of the library", () => {
	const settings = resolveSettings(train, { ...NOTHING, env: { SLUICE_MINUTES: "3", SLUICE_STEPS: "5" } }, english);

	test("are told in the words of whoever gave the value", () => {
		const error = fail("E_OPTION", {
			option: "minutes",
			got: "it beside steps",
			wanted: "one budget only",
			where: "options",
		});
		expect((asTyped(error, settings, english) as Error).message).toBe(
			'environment: option "SLUICE_MINUTES": got it beside SLUICE_STEPS, wanted one budget only. (E_OPTION)',
		);
	});

	test.each([
		["a whole number from 0", "0 이상의 정수"],
		["a whole number from 1 to 65536", "1 이상 65536 이하의 정수"],
		["a number from 0 to 1e6", "0 이상 1e6 이하의 수"],
		["a number above 0, up to 1", "0보다 크고 1 이하인 수"],
		["at least 2", "2 이상"],
		["a text", "문자열"],
		["one budget only", "학습 분량 하나만"],
		["one of forget, 1997 (lstm)", "forget, 1997 (lstm) 중 하나"],
		["0: rnn tanh has no forget gate", "0 (rnn tanh: 망각 게이트 없음)"],
		[
			"NAME or NAME:VALUE with NAME one of orthogonal, identity",
			"NAME 또는 NAME:VALUE (NAME은 orthogonal, identity 중 하나)",
		],
		["spectral:VALUE from 0 to 100 (spectral radius)", "spectral:VALUE (VALUE: 0 이상 100 이하, spectral radius)"],
	])("what is wanted, %j, is said in Korean, and in English as it was", async (wanted, korean) => {
		const error = fail("E_OPTION", { option: "init", got: "test of 2 symbols", wanted, where: "options" });
		const told = (t: Translate) => (asTyped(error, settings, t) as SluiceError).params;
		expect(told(english)).toMatchObject({ got: "test of 2 symbols", wanted });
		expect(told(await messagesFor("ko"))).toMatchObject({ got: "test (기호 2개)", wanted: korean });
	});

	test("pass untouched when they are about something else, or about a flag of another verb", () => {
		const other = fail("E_INTERNAL", { what: "x" });
		const data = fail("E_OPTION", { option: "texts", got: "no text", wanted: "a file", where: "train" });
		expect(asTyped(other, settings, english)).toBe(other);
		expect(asTyped(data, settings, english)).toBe(data);
	});
});

describe("configuration files", () => {
	let folder = "";
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "sluice-config-"));
	});
	afterAll(() => rm(folder, { recursive: true, force: true }));

	const file = async (name: string, content: string) => {
		const path = join(folder, name);
		await writeFile(path, content);
		return readConfig(path, FLAG_NAMES);
	};

	test("JSON and YAML say the same, with or without a byte-order mark", async () => {
		const wanted = { batch: 8, clipNorm: 0.5, unit: "jamo", lossy: true };
		expect(await file("a.json", `\ufeff${JSON.stringify(wanted)}`)).toEqual(wanted);
		expect(await file("a.yaml", "batch: 8\nclipNorm: 0.5\nunit: jamo\nlossy: true\n")).toEqual(wanted);
		expect(await file("b.YML", "{batch: 8, clipNorm: 0.5, unit: jamo, lossy: true} # same\n")).toEqual(wanted);
	});

	test.each([
		["typo.json", '{"bacth": 3}', 'unknown key "bacth". Did you mean batch?'],
		["kebab.yaml", "clip-norm: 3", "Did you mean clipNorm?"],
		["proto.json", '{"__proto__": {"batch": 3}}', 'unknown key "__proto__"'],
		["constructor.yaml", "constructor: 3", 'unknown key "constructor"'],
		["list.yaml", "- batch", "it holds no map"],
		["empty.yaml", "", "it holds no map"],
		["null.json", "null", "it holds no map"],
		["cut.json", '{"batch": 3', "is not valid"],
		["tag.yaml", "batch: !!js/function 'function () {}'", "Unresolved tag"],
		["twice.yaml", "batch: 1\nbatch: 2", "Map keys must be unique"],
		[
			"bomb.yaml",
			`a: &a [x,x]\n${"bcdefghijk"
				.split("")
				.map((k, n) => `${k}: &${k} [${`*${"abcdefghijk"[n]},`.repeat(9)}]`)
				.join("\n")}`,
			"is not valid",
		],
		["code.mjs", "export default {}", "must end in .json, .yaml or .yml"],
		["code.ts", "export default {}", "must end in .json, .yaml or .yml"],
	])("%s is refused with exit code 2", async (name, content, told) => {
		const error = await file(name, content).catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(SluiceError);
		expect((error as SluiceError).exitCode).toBe(2);
		expect((error as SluiceError).message).toContain(told);
	});

	test("a missing file and one of 1 MiB and a byte are refused before parsing", async () => {
		await expect(readConfig(join(folder, "none.json"), FLAG_NAMES)).rejects.toThrow("ENOENT");
		await expect(file("big.json", `{"batch": 3}${" ".repeat(1 << 20)}`)).rejects.toThrow("larger than 1 MiB");
	});
});

test("names: flags are kebab-case, variables upper snake case, bounds short", () => {
	expect([flagOf("clipNorm"), flagOf("k1"), flagOf("topP")]).toEqual(["--clip-norm", "--k1", "--top-p"]);
	expect([variableOf("clipNorm"), variableOf("k1")]).toEqual(["SLUICE_CLIP_NORM", "SLUICE_K1"]);
	expect([1e12, 65536, 0, 1e-30, Number.MAX_SAFE_INTEGER].map(plainNumber)).toEqual([
		"1e12",
		"65536",
		"0",
		"1e-30",
		"2^53-1",
	]);
});
