/**
 * Training with operands of bfloat16: resumed to the bit, its name and precision kept, refused by name where it cannot be.
 * What needs AVX512-BF16 or AMX-BF16 is skipped by name where the processor lacks both.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type EngineChoice, openEngine, type Precision, resume, SluiceError, text, train } from "../../src/index.ts";
import { CALL_ORDER } from "../../src/kernels/calls.ts";
import { createNative } from "../../src/kernels/native.ts";

const runs = mkdtempSync(join(tmpdir(), "sluice-half-"));
const book = join(runs, "book.txt");
writeFileSync(book, "the cat sat on the mat and the dog ran to the cat. ".repeat(60));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

function buildHere(): string | undefined {
	try {
		const engine = openEngine({ precision: "bfloat16", threads: 1 });
		engine.close();
		return engine.build;
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_ENGINE") return undefined;
		throw error;
	}
}

const build = buildHere();
const here = build ? test : test.skip;
const options = {
	hidden: 37,
	batch: 5,
	k1: 9,
	k2: 9,
	seed: 3,
	keepLast: 1,
	keepBest: 0,
	schedule: "constant",
	warmup: 0,
} as const;
const trained = (run: string, steps: number, precision?: Precision) =>
	train({ data: text(book), options: { ...options, steps }, run, runs, precision });
const configOf = (run: string) => JSON.parse(readFileSync(join(runs, run, "config.json"), "utf8")).config;

here(
	"12 updates in bfloat16 stopped after 5 and resumed end with the same weights, other than those of float32",
	async () => {
		const whole = await trained("whole", 12, "bfloat16");
		await trained("halves", 5, "bfloat16");
		const resumed = await resume({ run: "halves", runs, options: { steps: 12 } });
		expect(resumed.weightsSha256).toBe(whole.weightsSha256);
		expect([whole.precision, resumed.precision]).toEqual(["bfloat16", "bfloat16"]);
		const plain = await trained("plain", 12);
		expect(plain.weightsSha256).not.toBe(whole.weightsSha256);
		expect(plain.precision).toBe(undefined);
	},
);

here("the run's configuration names the precision and the build; a run in float32 has no such field", async () => {
	expect(configOf("whole")).toMatchObject({ engine: "native", build, precision: "bfloat16" });
	expect(build).toMatch(/^native (amx|avx512) bfloat16$/);
	expect(configOf("plain")).not.toHaveProperty("precision");
});

here("resume --precision float32 continues such a run in float32, with a notice that its bits may differ", async () => {
	await trained("wider", 5, "bfloat16");
	const codes: string[] = [];
	const onEvent = (event: { type: string; notice?: { code?: string } }) => {
		if (event.type === "notice") codes.push(event.notice!.code!);
	};
	const { precision } = await resume({ run: "wider", runs, options: { steps: 6 }, precision: "float32" }, { onEvent });
	expect(precision).toBe(undefined);
	expect(codes).toContain("E_BUILD");
});

test.each(["wasm", "wasm-plain", "reference"] as const)(
	"%s refuses bfloat16 with E_ENGINE",
	async (engine: EngineChoice) => {
		const refused = train({
			data: text(book),
			options: { ...options, steps: 1 },
			run: "no",
			runs,
			engine,
			precision: "bfloat16",
		});
		await expect(refused).rejects.toThrow(/only the native engine computes in bfloat16.*E_ENGINE/s);
	},
);

test("a processor without AVX512-BF16 and AMX-BF16 refuses it with E_ENGINE, in English and Korean", () => {
	const nothing = () => undefined;
	const addon = { isas: ["avx2"], halves: [], order: CALL_ORDER, open: nothing, close: nothing, call: nothing };
	const whole = { ...addon, threads: nothing, scratchBytes: nothing, address: nothing, detach: nothing };
	const error = (() => {
		try {
			return createNative(whole, { precision: "bfloat16" });
		} catch (thrown) {
			return thrown as SluiceError;
		}
	})() as SluiceError;
	expect(error.code).toBe("E_ENGINE");
	expect(error.text("en")).toMatch(/AVX512-BF16 or AMX-BF16, which this one lacks.*--precision float32/);
	expect(error.text("ko")).toMatch(/AVX512-BF16이나 AMX-BF16.*없습니다.*--precision float32/);
});

test("an unknown precision is refused", () => {
	expect(() => openEngine({ precision: "float16" as Precision })).toThrow(/float32.*bfloat16/);
});
