/**
 * Do the checks of blocks on the fast engines bite? Each fault in one line of the C sources must break the bound of a step.
 * Runs with SLUICE_LONG=1 where there is a C compiler for x86-64.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { createNative } from "../../src/kernels/native.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { CELLS, layerCase, runLayer } from "./engineCases.ts";
import { judge } from "./stepwise.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(import.meta.url);
const cc = (args: string[], cwd: string) => spawnSync("cc", args, { cwd, encoding: "utf8" });
const here =
	process.env.SLUICE_LONG === "1" &&
	process.platform === "linux" &&
	process.arch === "x64" &&
	cc(["--version"], root).status === 0;
mkdirSync(join(root, "tmp"), { recursive: true });
const folder = mkdtempSync(join(root, "tmp/block-faults-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const faults: [name: string, from: string, to: string][] = [
	["a strip reads half of its block", "(last / size + 1) * size - from};", "((last / size + 1) * size - from) / 2};"],
	["a strip reads the block of its first unit alone", "last = smaller(l->H, (s + 1) * NR) - 1;", "last = s * NR;"],
	["states of the first block for all", "few_product(l->B, r.count, a + r.from,", "few_product(l->B, r.count, a,"],
	["many rows: states of the first block for all", "left_from(half_of(l->context), a, r.from), l->H,", "a, l->H,"],
	["columns of the first block for all", "columns_from(w, r.from)", "w"],
	[
		"packs the columns of the first block for all",
		"l->w_hh + row * l->H + r.from, l->H, n,",
		"l->w_hh + row * l->H, l->H, n,",
	],
	["backward: one gate", "for (idx k = r.from; k < K; k += apart, in", "for (idx k = r.from; k < l->H; k += apart, in"],
	[
		"backward: deltas of the first gate for all",
		"half ? words : delta + k, half",
		"half ? words : delta + r.from, half",
	],
	["backward: one panel for all gates", "in = out, panel += size)", "in = out)"],
	["backward: not added up", "k += apart, in = out, panel", "k += apart, panel"],
	["backward: n's panel is r's", "first / l->H * size : row_at", "0 * size : row_at"],
	["gradient of all columns", "const int recurrent = t->dw == l->dw_hh;", "const int recurrent = 0;"],
	["gradient of the first block's columns alone", "recurrent ? block : 0; j < end", "0; j < end"],
	[
		"gradient of the first block of a thread alone",
		"units = smaller(block + own, o->u1) - u;",
		"units = smaller(block + own, o->u1) - u; if (u > o->u0) break;",
	],
];

/** An addon of these sources, compiled for SSE2 alone. */
function addonOf(name: string, header: string) {
	const own = join(folder, name);
	cpSync(join(root, "native"), own, { recursive: true });
	writeFileSync(join(own, "layer.h"), header);
	const stub = (isa: string) => `int kernels_${isa}(void *c, int i, double *n, void *const *a) { return 2; }\n`;
	writeFileSync(join(own, "stubs.c"), stub("avx2") + stub("avx512"));
	const include = join(dirname(require.resolve("node-api-headers/package.json")), "include");
	const flags = [
		"-O1",
		"-std=gnu11",
		"-fPIC",
		"-shared",
		"-pthread",
		"-ffp-contract=off",
		"-fno-math-errno",
		`-I${include}`,
	];
	const sources = ["addon.c", "pool.c", "stubs.c", "kernels.c", "-DISA_SSE2", "-DKERNELS=kernels_sse2"];
	const { status, stderr } = cc([...flags, ...sources, "-o", "sluice.node"], own);
	if (status !== 0) throw new Error(stderr);
	return createNative(require(join(own, "sluice.node")), { isa: "sse2", threads: 1 });
}

const header = readFileSync(join(root, "native/layer.h"), "utf8");
const reference = openEngine({ engine: "reference" });

/** The largest error of layers in 2 to 5 blocks, as a fraction of its bound. */
function worstOf(engine: ReturnType<typeof addonOf>): number {
	let worst = 0;
	for (const [round, cell] of [CELLS[0]!, CELLS[4]!, CELLS[8]!, CELLS[9]!].entries())
		for (const [B, H, blocks] of [
			[2, 64, 2],
			[5, 64, 2],
			[5, 30, 5],
			[2, 30, 5],
		] as const) {
			const choice = { ids: false, dx: true, edges: true, deltas: true };
			const c = layerCase(cell, { T: 3, B, D: 5, H, blocks }, round, choice);
			worst = Math.max(worst, judge(reference, c, runLayer(engine, c), false).ratio);
		}
	return worst;
}

describe.runIf(here)("blocks of units in C", () => {
	test("without a fault every step is within its bound", () => {
		expect(worstOf(addonOf("none", header))).toBeLessThanOrEqual(1);
	});

	test.each(faults)("caught: %s", (name, from, to) => {
		expect(header.split(from).length).toBe(2);
		expect(
			worstOf(
				addonOf(
					name.replace(/\W+/g, "-"),
					header.replace(from, () => to),
				),
			),
		).toBeGreaterThan(1);
	});
});
