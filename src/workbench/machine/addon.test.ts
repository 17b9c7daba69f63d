import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CALL_ORDER } from "../../kernels/calls.ts";
import { createNative } from "../../kernels/native.ts";
import { openEngine } from "./engines.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cpus = "/proc/cpuinfo";
const hasAvx512 = existsSync(cpus) && /\bavx512f\b/.test(readFileSync(cpus, "utf8"));
const built = existsSync(`${root}prebuilds/${process.platform}-${process.arch}/sluice.node`);

test.runIf(built && process.arch === "x64")(
	"SLUICE_ISA chooses the instruction set, the option isa goes before it",
	() => {
		const before = process.env.SLUICE_ISA;
		const build = (isa?: string) => {
			const engine = openEngine({ engine: "native", threads: 1, ...(isa ? { isa } : {}) });
			engine.close();
			return engine.build;
		};
		try {
			process.env.SLUICE_ISA = "sse2";
			expect([build(), build("avx2")]).toEqual(["native sse2", "native avx2+fma"]);
			process.env.SLUICE_ISA = "";
			expect(build()).toBe(hasAvx512 ? "native avx512" : "native avx2+fma");
			process.env.SLUICE_ISA = "neon";
			expect(() => build()).toThrow(/E_ENGINE/);
		} finally {
			if (before === undefined) delete process.env.SLUICE_ISA;
			else process.env.SLUICE_ISA = before;
		}
	},
);

test("an addon of older sources is refused, where its calls would read arrays from wrong places", () => {
	const functions = ["open", "close", "call", "threads", "scratchBytes", "address", "detach"];
	const old = {
		...Object.fromEntries(functions.map((name) => [name, () => 0])),
		isas: ["avx2"],
		order: CALL_ORDER - 1,
	};
	expect(() => createNative(old)).toThrow(/other sources/);
	expect(() => createNative({ ...old, order: undefined })).toThrow(/other sources.*npm run build:native/);
});

test("without a compiler an addon of other sources is removed, and one that came with a package stays", () => {
	const folder = mkdtempSync(join(tmpdir(), "sluice-addon-"));
	const build = () => {
		const env = { PATH: "/nowhere", SLUICE_NATIVE_OUT: folder };
		return spawnSync(process.execPath, [`${root}scripts/build-native.mjs`], { encoding: "utf8", env }).stdout;
	};
	writeFileSync(join(folder, "sluice.node"), "an addon");
	expect(build()).toMatch(/^sluice: no C compiler found; .* is kept as it is\n$/);
	expect(readdirSync(folder)).toEqual(["sluice.node"]);
	writeFileSync(join(folder, "sluice.hash"), "other sources\nsome compiler\n");
	expect(build()).toMatch(/^sluice: no C compiler found, so the wasm engine/);
	expect(readdirSync(folder)).toEqual([]);
	rmSync(folder, { recursive: true });
});
