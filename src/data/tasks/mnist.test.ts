import { expect, test } from "vitest";
import { fiveSigma, logitsFor, stream, wrongCount } from "../../../test/conformance/taskAnswers.ts";
import { readByteTable } from "./idx.ts";
import { mnist } from "./mnist.ts";
import type { TaskBatch } from "./task.ts";

const N = 7;
const P = 6; // images of 2 x 3
const pixels = Array.from({ length: N }, (_, n) => Array.from({ length: P }, (_, p) => (n * 37 + p * 11) % 256));
const classes = [3, 0, 9, 3, 1, 1, 3];

/** The IDX form, written from its description. */
function idx(shape: number[], data: number[]): Uint8Array {
	const head = shape.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
	return Uint8Array.from([0, 0, 8, shape.length, ...head, ...data]);
}
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const images = idx([N, 2, 3], pixels.flat());
const labels = idx([N], classes);
const shown = (batch: TaskBatch, b: number) => Array.from({ length: P }, (_, t) => batch.x![t * batch.B + b]!);

test("in order, each of 7 pictures is its pixels / 255, one a step, with its label at the last; the last batch is shorter", () => {
	const set = mnist("mnist", { images, labels }).inOrder!(P);
	expect(set.count).toBe(N);
	const seen: number[] = [];
	for (const [first, B] of [
		[0, 5],
		[5, 2],
	] as const) {
		const batch = set.batch(first, 5);
		expect([batch.T, batch.B]).toEqual([P, B]);
		for (let b = 0; b < B; b++) {
			expect(shown(batch, b)).toEqual(pixels[first + b]!.map((pixel) => pixel / 255));
			for (let t = 0; t < P - 1; t++) expect(batch.targets![t * B + b]).toBe(-1);
			seen.push(batch.targets![(P - 1) * B + b]!);
		}
	}
	expect(seen).toEqual(classes);
});

test("permuted shows the same pixels in one order for every picture, which the seed alone decides", () => {
	const plain = mnist("mnist", { images, labels }).inOrder!(P).batch(0, N);
	const order = (seed: number) => {
		const batch = mnist("mnist-permuted", { images, labels, permutationSeed: seed }).inOrder!(P).batch(0, N);
		const places = shown(batch, 2).map((pixel) => shown(plain, 2).indexOf(pixel));
		for (let b = 0; b < N; b++) expect(shown(batch, b)).toEqual(places.map((place) => shown(plain, b)[place]));
		return places;
	};
	expect([...order(0)].sort()).toEqual([0, 1, 2, 3, 4, 5]);
	expect(order(0)).toEqual(order(0));
	expect(new Set([0, 1, 2, 3, 4, 5, 6, 7].map((seed) => String(order(seed)))).size).toBeGreaterThan(5);
});

test("drawn pictures are each as likely, and answering the commonest class errs on the others", () => {
	const task = mnist("mnist", { images, labels });
	const batch = task.draw(stream(41), { batch: 7000, length: P });
	const counts = new Map<string, number>();
	for (let b = 0; b < 7000; b++) {
		const key = String(shown(batch, b));
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	expect(counts.size).toBe(N);
	for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(fiveSigma(7000, 1 / 7));
	const right = logitsFor(batch, 10, (b, t) => (t === P - 1 ? batch.targets![t * 7000 + b] : 0));
	expect(wrongCount(task, batch, right)).toBe(0);
	const all = task.inOrder!(P).batch(0, N);
	expect(
		wrongCount(
			task,
			all,
			logitsFor(all, 10, () => 3),
		),
	).toBe(4);
	// 3 three times, 1 twice, 0 and 9 once.
	const entropy = (3 / 7) * Math.log(7 / 3) + (2 / 7) * Math.log(7 / 2) + (2 / 7) * Math.log(7);
	expect(task.baseline).toBeCloseTo(entropy, 12);
	expect(task.lengths).toEqual({ min: P, max: P, default: [P, P] });
	expect(() => task.draw(stream(1), { batch: 1, length: 5 })).toThrow(/Try --length 6.*E_TASK_LENGTH/);
});

test("JSON gives the same task as IDX, flat or in rows of pixels", () => {
	const wanted = mnist("mnist", { images, labels }).inOrder!(P).batch(0, N);
	const rows = pixels.map((picture) => [picture.slice(0, 3), picture.slice(3)]);
	for (const form of [pixels, rows]) {
		expect(mnist("mnist", { images: json(form), labels: json(classes) }).inOrder!(P).batch(0, N)).toEqual(wanted);
	}
});

test("bytes that are no pictures are E_TASK_DATA with what was found", () => {
	const bad: [Uint8Array | undefined, Uint8Array | undefined, RegExp][] = [
		[undefined, labels, /images is missing; give IDX or JSON/],
		[images, undefined, /labels is missing; give IDX or JSON/],
		[new Uint8Array(0), labels, /images is neither an IDX file nor a JSON array/],
		[Uint8Array.from([0x1f, 0x8b, 8, 0]), labels, /packed with gzip/],
		[images.subarray(0, 9), labels, /images is cut off in its header/],
		[images.subarray(0, -1), labels, /images must have exactly 42 bytes, got 41/],
		[Uint8Array.from([...images, 0]), labels, /exactly 42 bytes, got 43/],
		[Uint8Array.from([0, 0, 13, 1, 0, 0, 0, 0]), labels, /must be IDX of type 8 \(unsigned bytes\), got 13/],
		[Uint8Array.from([0, 0, 8, 3, ...new Array(12).fill(255)]), labels, /bytes, got 0/],
		[idx([0, 2, 3], []), labels, /images must have at least 2 pixels, got 0/],
		[images, idx([6], classes.slice(1)), /labels must have exactly 7 labels, got 6/],
		[images, idx([7], [3, 0, 10, 3, 1, 1, 3]), /labels\[2\] must be a whole number from 0 to 9, got 10/],
		[json([[1, 2], [3]]), labels, /"\[1\]" has 1 number, but images needs exactly 2/],
		[json([[1, 256]]), labels, /from 0 to 255, got 256 \(\[0\]\)/],
		[json([[1, null]]), labels, /from 0 to 255, got null \(\[0\]\)/],
		[new TextEncoder().encode("[[1,2"), labels, /cannot be read as JSON/],
	];
	for (const [pictures, answers, wanted] of bad) {
		const make = () => mnist("mnist", { ...(pictures && { images: pictures }), ...(answers && { labels: answers }) });
		expect(make).toThrow(wanted);
		expect(make).toThrow(/E_TASK_DATA/);
	}
});

test("a table that begins in the middle of a buffer is read from there", () => {
	const inside = new Uint8Array(images.length + 5);
	inside.set(images, 5);
	expect(readByteTable(inside.subarray(5), "mnist", "images").shape).toEqual([7, 2, 3]);
});
