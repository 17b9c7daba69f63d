import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fail, SluiceError } from "../src/errors/index.ts";
import { flagOf, variableOf } from "../src/errors/option.ts";
import { plainNumber } from "../src/errors/quote.ts";
import { asTyped, resolveSettings } from "./config.ts";
import { readConfig } from "./configFile.ts";
import { FLAG_NAMES } from "./verbs/index.ts";
import { runs } from "./verbs/runs/spec.ts";
import { train } from "./verbs/train/spec.ts";

const NOTHING = { flags: {}, env: {} };
const lab = (values: Record<string, unknown>) => ({ path: "lab.yaml", values });

describe("precedence", () => {
	test("a flag wins over a variable, a variable over the file, and nothing given leaves nothing", () => {
		const config = lab({ batch: 8, hidden: 100, lr: 0.5, lossy: true });
		const env = { SLUICE_BATCH: "16", SLUICE_HIDDEN: "200", SLUICE_CLIP_NORM: "5", SLUICE_K1: "" };
		const { values, origins } = resolveSettings(train, { flags: { batch: "32" }, env, config });
		expect(values).toEqual({ batch: 32, hidden: 200, lr: 0.5, clipNorm: 5, lossy: true });
		expect(origins).toEqual({
			batch: { name: "--batch", where: { place: "flag" } },
			hidden: { name: "SLUICE_HIDDEN", where: { place: "env" } },
			lr: { name: "lr", where: { place: "config", path: "lab.yaml" } },
			clipNorm: { name: "SLUICE_CLIP_NORM", where: { place: "env" } },
			lossy: { name: "lossy", where: { place: "config", path: "lab.yaml" } },
		});
	});

	test("a budget given puts aside the other two of lower sources; two of one source both stay", () => {
		const read = (flags: object, env: Record<string, string>, values: object) =>
			resolveSettings(train, { flags: { ...flags }, env, config: lab({ ...values }) });
		expect(read({ minutes: "2" }, { SLUICE_STEPS: "5" }, { epochs: 3 }).values).toEqual({ minutes: 2 });
		expect(read({}, { SLUICE_STEPS: "5" }, { epochs: 3 }).values).toEqual({ steps: 5 });
		expect(read({}, { SLUICE_STEPS: "5" }, { steps: 3, minutes: 1 }).origins).toEqual({
			steps: { name: "SLUICE_STEPS", where: { place: "env" } },
		});
		expect(read({ steps: "1", epochs: "2" }, {}, { minutes: 1 }).values).toEqual({ steps: 1, epochs: 2 });
		expect(read({}, {}, { steps: 1, minutes: 1 }).values).toEqual({ steps: 1, minutes: 1 });
		expect(read({ steps: "1" }, { SLUICE_MINUTES: "soon" }, {}).values).toEqual({ steps: 1 });
	});

	test("a verb takes only the settings that are its own", () => {
		const { values } = resolveSettings(runs, { ...NOTHING, env: { SLUICE_BATCH: "x" }, config: lab({ lr: "x" }) });
		expect(values).toEqual({});
	});

	test("switches are read from true, false, 1 and 0 and from nothing else", () => {
		const lossy = (text: string) => resolveSettings(train, { ...NOTHING, env: { SLUICE_LOSSY: text } });
		expect(["1", "true", "0", "false"].map((text) => lossy(text).values.lossy)).toEqual([true, true, false, false]);
		expect(() => lossy("yes")).toThrow("SLUICE_LOSSY");
	});
});

describe("values", () => {
	const read = (name: "lr" | "batch" | "seed", value: unknown) =>
		resolveSettings(train, { ...NOTHING, flags: { [name]: value } }).values[name];

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
			expect((thrown as SluiceError).message).toMatch(/^--lr must be a number from 0 to /);
		}
		for (const typed of ["1.5", "0", "65537", "-1"])
			expect(() => read("batch", typed)).toThrow("--batch must be a whole number from 1 to 65536, got");
	});

	test("the file must hold the type itself: a number in quotes is read, a list or null is not", () => {
		const read = (lr: unknown) => resolveSettings(train, { ...NOTHING, config: lab({ lr }) }).values.lr;
		expect(read(0.5)).toBe(0.5);
		expect(read("0.5")).toBe(0.5);
		for (const bad of [[1], null, true, { a: 1 }]) expect(() => read(bad)).toThrow('"lr" in lab.yaml must be a number');
	});
});

describe("errors of the library", () => {
	const settings = resolveSettings(train, { ...NOTHING, env: { SLUICE_MINUTES: "3", SLUICE_STEPS: "5" } });

	test("are told in the words of whoever gave the value", () => {
		const error = fail("E_OPTION", {
			option: "minutes",
			why: { reason: "together", with: "steps" },
			where: "options",
		});
		expect((asTyped(error, settings) as Error).message).toBe(
			"SLUICE_MINUTES cannot be combined with SLUICE_STEPS; give one of the two. (E_OPTION)",
		);
	});

	test("an option of the command line beside one of the configuration file: each is named as it was given", () => {
		const config = { path: "lab.yaml", values: { steps: 5 } };
		const mixed = resolveSettings(train, { ...NOTHING, flags: { hidden: "8" }, config });
		const why = { reason: "together", with: "steps" } as const;
		const told = asTyped(fail("E_OPTION", { option: "hidden", why, where: "options" }), mixed) as SluiceError;
		expect(told.text("en")).toBe(
			'--hidden cannot be combined with "steps" in lab.yaml; give one of the two. (E_OPTION)',
		);
		expect(told.text("ko")).toBe(
			'--hidden 옵션은 lab.yaml의 "steps" 옵션과 함께 쓸 수 없습니다. 둘 중 하나만 쓰세요. (E_OPTION)',
		);
	});

	test("pass untouched when they are about something else, or about a flag of another verb", () => {
		const other = fail("E_INTERNAL", { what: "x" });
		const data = fail("E_OPTION", { option: "rates", why: { reason: "missing" }, where: "train" });
		expect(asTyped(other, settings)).toBe(other);
		expect(asTyped(data, settings)).toBe(data);
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
		["list.yaml", "- batch", "is not valid. It must be one map of settings"],
		["empty.yaml", "", "is not valid. It must be one map of settings"],
		["null.json", "null", "is not valid. It must be one map of settings"],
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

	test("a missing file and one above 16 KiB are refused before parsing", async () => {
		await expect(readConfig(join(folder, "none.json"), FLAG_NAMES)).rejects.toThrow("ENOENT");
		await expect(file("big.json", `{"batch": 3}${" ".repeat(1 << 14)}`)).rejects.toThrow(/E_LIMIT|16/);
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
