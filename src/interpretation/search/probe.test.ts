import { expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { cholesky, choleskySolve, Probe } from "./probe.ts";

test("A x = b is solved to 1e-12 by Cholesky's factor, which leaves the upper triangle alone", () => {
	const D = 7;
	const random = new RandomStream(2, "matrix");
	const M = Float64Array.from({ length: D * D }, () => random.normal());
	const A = new Float64Array(D * D);
	for (let i = 0; i < D; i++)
		for (let j = 0; j < D; j++)
			for (let k = 0; k < D; k++) A[i * D + j]! += M[i * D + k]! * M[j * D + k]! + (i === j ? 0.1 : 0);
	const x = Float64Array.from({ length: D }, (_, k) => k - 2.5);
	const b = Float64Array.from({ length: D }, (_, i) => x.reduce((sum, v, j) => sum + A[i * D + j]! * v, 0));
	cholesky(A, D);
	choleskySolve(A, D, b);
	for (let k = 0; k < D; k++) expect(Math.abs(b[k]! - x[k]!)).toBeLessThan(1e-12);
});

test("over more than one block of 2048 rows the weights of a noisy line order what they have not seen: area above 0.97", () => {
	const random = new RandomStream(5, "rows");
	const probe = new Probe(createReference(), 3, 2);
	const truths = (x: Float64Array) => [x[0]! - 2 * x[2]! > 0.5, x[1]! > 1.5];
	for (const stage of ["learn", "judge"] as const) {
		for (let n = 0; n < 5000; n++) {
			for (let d = 0; d < 3; d++) probe.x[d] = random.normal();
			const holds = truths(probe.x);
			probe[stage]((p) => holds[p]!);
		}
		if (stage === "learn") probe.solve();
	}
	for (const area of probe.areas()) expect(area).toBeGreaterThan(0.97);
	probe.free();
});

test("a pattern that holds in 1 of 500 rows and shifts one number by 1.5 has the area of that shift, 0.856, within 0.03", () => {
	const random = new RandomStream(6, "rows");
	const probe = new Probe(createReference(), 2, 1);
	for (const stage of ["learn", "judge"] as const) {
		for (let n = 0; n < 40_000; n++) {
			const holds = n % 500 === 0;
			for (let d = 0; d < 2; d++) probe.x[d] = random.normal();
			if (holds) probe.x[1]! += 1.5;
			probe[stage](() => holds);
		}
		if (stage === "learn") probe.solve();
	}
	expect(Math.abs(probe.areas()[0]! - 0.8556)).toBeLessThan(0.03); // Phi(1.5 / sqrt 2)
	probe.free();
});
