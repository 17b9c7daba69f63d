/** The orthogonal matrix by panels on the fast engines, compared with the one of float64. */
import { expect, test } from "vitest";
import { orthogonal } from "../../src/algebra/orthogonal.ts";
import { orthogonalByPanels } from "../../src/algebra/orthogonalPanels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { atOnce } from "../../src/kernels/work.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";

/** Rounding of a float32. */
const EPS = 2 ** -24;

function byPanels(name: "native" | "wasm-plain", threads: number, H: number, gain: number) {
	const engine = openEngine({ engine: name, threads, alwaysThreads: threads > 1, memoryBytes: 2 ** 26 });
	const block = engine.floats(H * H);
	atOnce(orthogonalByPanels(block, H, gain, new RandomStream(4, "weights"), engine));
	const copy = Float32Array.from(block);
	engine.close();
	return copy;
}

test.each([
	["native", 7],
	["native", 64],
	["native", 205],
	["wasm-plain", 205],
] as const)("%s, H = %i: products of rows are those of 1.5 I to 16 roundings of a float32", (name, H) => {
	const q = byPanels(name, 1, H, 1.5);
	for (let i = 0; i < H; i++) {
		for (let j = 0; j <= i; j++) {
			let dot = 0;
			for (let k = 0; k < H; k++) dot += q[i * H + k]! * q[j * H + k]!;
			expect(Math.abs(dot / 2.25 - (i === j ? 1 : 0))).toBeLessThan(16 * EPS);
		}
	}
});

test("the matrix is that of float64, row for row, to the rounding of 205 rows of condition up to 205^2", () => {
	const H = 205;
	const exact = new Float64Array(H * H);
	orthogonal(exact, H, 1, new RandomStream(4, "weights"));
	const q = byPanels("native", 1, H, 1);
	const off = q.reduce((most, x, k) => Math.max(most, Math.abs(x - exact[k]!)), 0);
	expect(off).toBeLessThan(H * H * EPS);
	expect(off).toBeGreaterThan(0);
});

test("1 and 3 threads give the same bits", () => {
	expect(byPanels("native", 3, 205, 1)).toEqual(byPanels("native", 1, 205, 1));
});
