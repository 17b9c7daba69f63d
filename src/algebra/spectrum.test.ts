import { describe, expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { atOnce } from "../kernels/work.ts";
import { leadingModulus } from "./arnoldi.ts";
import { eigenvalues } from "./decompositions.ts";
import { cyclicPart } from "./sparse.ts";
import { largestStepped, spectralRadius } from "./spectrum.ts";

/** Expects a relative error below `share`. */
const near = (got: number | undefined, wanted: number, share: number) =>
	expect(Math.abs(got! / wanted - 1)).toBeLessThan(share);

function drawn(H: number, density: number, seed: number): Float64Array {
	const random = new RandomStream(seed, "spectrum");
	return Float64Array.from({ length: H * H }, () => (random.uniform() < density ? 2 * random.uniform() - 1 : 0));
}

/** 2 x 2 blocks r (cos, -sin; sin, cos) in random planes: eigenvalues r exp(+- i angle), and no others. */
function turning(H: number, pairs: readonly (readonly [r: number, angle: number])[], rotations: number): Float64Array {
	const random = new RandomStream(5, "planes");
	const a = new Float64Array(H * H);
	for (const [n, [r, angle]] of pairs.entries()) {
		const [i, j] = [2 * n, 2 * n + 1];
		a[i * H + i] = a[j * H + j] = r * Math.cos(angle);
		a[i * H + j] = -r * Math.sin(angle);
		a[j * H + i] = r * Math.sin(angle);
	}
	for (let n = 0; n < rotations; n++) {
		const i = random.below(H);
		const j = (i + 1 + random.below(H - 1)) % H;
		const [c, s] = [Math.cos(n), Math.sin(n)];
		for (let k = 0; k < H; k++) {
			const [x, y] = [a[i * H + k]!, a[j * H + k]!];
			a[i * H + k] = c * x - s * y;
			a[j * H + k] = s * x + c * y;
		}
		for (let k = 0; k < H; k++) {
			const [x, y] = [a[k * H + i]!, a[k * H + j]!];
			a[k * H + i] = c * x - s * y;
			a[k * H + j] = s * x + c * y;
		}
	}
	return a;
}

describe("the eigenvalue that decides, by Arnoldi's method", () => {
	test("is that of the QR algorithm to 1e-8 on 18 random matrices of 137 units, real and complex, plain and leaky", () => {
		const H = 137;
		let complex = 0;
		for (const density of [1, 0.1, 3 / H]) {
			for (let seed = 1; seed <= 6; seed++) {
				const a = drawn(H, density, seed);
				const { re, im } = eigenvalues(a, H);
				if (Math.abs(im[0]!) > 1e-6) complex++;
				const part = atOnce(cyclicPart(a, H));
				near(atOnce(leadingModulus(part)), Math.hypot(re[0]!, im[0]!), 1e-8);
				const leaky = re.map((x, i) => Math.hypot(0.7 + 0.3 * x, 0.3 * im[i]!));
				near(atOnce(leadingModulus(part, 0.7, 0.3)), Math.max(...leaky), 1e-8);
				if (seed === 1) near(spectralRadius(a, H), Math.hypot(re[0]!, im[0]!), 1e-3);
			}
		}
		expect([complex > 3, complex < 15]).toEqual([true, true]);
	});

	test("is found among 150 complex pairs whose moduli are 0.1 % apart, and when two pairs share the largest, to 1e-9", () => {
		const moduli = (r: (n: number) => number) =>
			Array.from({ length: 150 }, (_, n): [number, number] => [r(n), 0.1 + 2.9 * ((n * 0.618) % 1)]);
		near(
			spectralRadius(
				turning(
					450,
					moduli((n) => 1.3 * 0.999 ** n),
					900,
				),
				450,
			),
			1.3,
			1e-9,
		);
		near(
			spectralRadius(
				turning(
					450,
					moduli((n) => (n < 2 ? 1.3 : 1.2 * 0.99 ** n)),
					900,
				),
				450,
			),
			1.3,
			1e-9,
		);
	});
});

test("a ring of 450 weights, whose eigenvalues all share one modulus, has the weights' geometric mean as its radius, to 1e-4", () => {
	const H = 450;
	const random = new RandomStream(2, "ring");
	const ring = new Float64Array(H * H);
	let log = 0;
	for (let i = 0; i < H; i++) {
		const w = 0.5 + random.uniform();
		ring[i * H + ((i + 1) % H)] = w;
		log += Math.log(w) / H;
	}
	near(spectralRadius(ring, H), Math.exp(log), 1e-4);
});

test("without a cycle the radius is 0 exactly, and of a leaky step what is kept: 450 units that only feed later ones", () => {
	const H = 450;
	const order = Int32Array.from({ length: H }, (_, i) => (i * 7) % H); // the units in another order
	const random = new RandomStream(4, "forward");
	const a = new Float64Array(H * H);
	for (let i = 0; i < H; i++)
		for (let j = 0; j < i; j++) if (random.uniform() < 0.1) a[order[i]! * H + order[j]!] = 2 * random.uniform() - 1;
	expect(spectralRadius(a, H)).toBe(0);
	expect(atOnce(largestStepped(a, H, 0.7, 0.3))).toBe(0.7);
	a[order[0]! * H + order[0]!] = -0.25;
	near(spectralRadius(a, H), 0.25, 1e-14);
});

test("up to 400 units the bits are those of repeated squaring", () => {
	expect(spectralRadius(drawn(37, 0.3, 1), 37)).toBe(2.0893258414839075);
});
