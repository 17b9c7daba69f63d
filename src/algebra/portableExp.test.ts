import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { portableExp } from "./portableExp.ts";

test("is within 4 units of the last place of Math.exp at 20,000 places from -700 to 700, and exact at 0 and at its ends", () => {
	const random = new RandomStream(1, "exp");
	let worst = 0;
	for (let n = 0; n < 20_000; n++) {
		const x = n < 10_000 ? 700 * (2 * random.uniform() - 1) : 10 * (2 * random.uniform() - 1);
		worst = Math.max(worst, Math.abs(portableExp(x) / Math.exp(x) - 1));
	}
	expect(worst).toBeLessThanOrEqual(4 * 2 ** -53);
	expect([0, -800, 800, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(portableExp)).toEqual([
		1,
		0,
		Number.POSITIVE_INFINITY,
		0,
		Number.POSITIVE_INFINITY,
	]);
	expect(portableExp(Number.NaN)).toBeNaN();
	expect(portableExp(-740) / Math.exp(-740)).toBeCloseTo(1, 2); // a number below the normal ones
});
