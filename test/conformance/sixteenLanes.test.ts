/**
 * The AVX-512 build's sixteen lanes, computed by AVX2 instructions (sixteenLanes.h): the same lanes, tiles and sums on a
 * processor without AVX-512. Runs with SLUICE_LONG=1 where there is a C compiler for x86-64 and AVX2.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { gradcheck } from "../../src/diagnosis/gradcheck.ts";
import { createNative, type NativeEngine } from "../../src/kernels/native.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { CELLS, layerCase, runLayer } from "./engineCases.ts";
import { judge } from "./stepwise.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(import.meta.url);
mkdirSync(join(root, "tmp"), { recursive: true });
const folder = mkdtempSync(join(root, "tmp/lanes-"));
const wanted = process.env.SLUICE_LONG === "1" && process.platform === "linux" && process.arch === "x64";
const engine = wanted ? sixteenLanes() : undefined;
afterAll(() => {
	engine?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** An addon whose "avx2" kernels have sixteen lanes; undefined where it cannot be built or run. */
function sixteenLanes(): NativeEngine | undefined {
	const flags = ["-O2", "-std=gnu11", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off", "-fno-math-errno"];
	const lanes = ["-include", join(root, "test/conformance/sixteenLanes.h"), "-DISA_AVX512", "-mavx2", "-mfma"];
	const headers = join(dirname(require.resolve("node-api-headers/package.json")), "include");
	const objects: [string, string[]][] = [
		["avx2", ["kernels.c", ...lanes, "-DKERNELS=kernels_avx2"]],
		["avx512", ["kernels.c", ...lanes, "-DKERNELS=kernels_avx512"]],
		["sse2", ["kernels.c", "-DISA_SSE2", "-DKERNELS=kernels_sse2"]],
		["addon", ["addon.c", `-I${headers}`]],
		["pool", ["pool.c"]],
	];
	const cc = (args: string[]) => spawnSync("cc", args, { cwd: join(root, "native") }).status === 0;
	const object = (name: string) => join(folder, `${name}.o`);
	const addon = join(folder, "sluice.node");
	if (!objects.every(([name, args]) => cc([...flags, "-c", ...args, "-o", object(name)]))) return undefined;
	if (!cc(["-shared", "-pthread", "-o", addon, ...objects.map(([name]) => object(name))])) return undefined;
	try {
		return createNative(require(addon), { isa: "avx2" });
	} catch {
		return undefined;
	}
}

describe.runIf(engine)("sixteen lanes", () => {
	const everything = { dx: true, edges: true, deltas: true };

	test("pass all 2760 rows of the gradient check", () => {
		const rows = gradcheck(engine!);
		expect(rows.length).toBe(2760);
		expect(rows.filter(({ ok }) => !ok)).toEqual([]);
	});

	test("H 1 to 40, B 1 to 33, T 1 and 7, symbols and numbers: every step is within its bound", () => {
		const reference = openEngine({ engine: "reference" });
		let round = 0;
		for (let H = 1; H <= 40; H++) {
			for (const B of [1, 2, 3, 20, 32, 33]) {
				for (const [T, ids] of [
					[1, false],
					[7, true],
					[7, false],
				] as const) {
					const D = [5, 16, 33, 98, 1, 17, 32][round % 7]!;
					const c = layerCase(CELLS[round % CELLS.length]!, { T, B, D, H }, ++round, { ids, ...everything });
					const verdict = judge(reference, c, runLayer(engine!, c), true);
					expect(verdict.ratio, `${c.cell.cell} ${c.cell.variant} ${T} ${B} ${D} ${H}: ${verdict.name}`).toBeLessThan(
						1,
					);
				}
			}
		}
	});

	test("H 64 to 512 differ from AVX2's eight lanes by at most 2e-6 of each array's largest number", () => {
		const eight = openEngine({ engine: "native", isa: "avx2", threads: 1 });
		let round = 0;
		for (const H of [64, 100, 128, 250, 256, 384, 512]) {
			for (const B of [2, 3, 33]) {
				for (const ids of [false, true]) {
					const c = layerCase(CELLS[round % CELLS.length]!, { T: 7, B, D: 37, H }, ++round, { ids, ...everything });
					const [got, want] = [runLayer(engine!, c), runLayer(eight, c)];
					for (const [name, array] of Object.entries(want)) {
						let [size, gap] = [0, 0];
						for (let j = 0; j < array.length; j++) {
							const difference = Math.abs(got[name]![j]! - array[j]!);
							size = Math.max(size, Math.abs(array[j]!));
							gap = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(gap, difference);
						}
						expect(gap, `${c.cell.cell} ${c.cell.variant} H ${H} B ${B} ${name}`).toBeLessThanOrEqual(2e-6 * size);
					}
				}
			}
		}
	});
});
