/**
 * Images pixel by pixel (Le, Jaitly & Hinton 2015): one pixel per step, row after row or in one fixed random order; the
 * target is the class, at the last step. For MNIST or any set of its form; the caller passes in the bytes.
 */
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { RandomStream } from "../../kernels/random.ts";
import { checkRequest } from "./checks.ts";
import { readByteTable } from "./idx.ts";
import { wrongClasses } from "./scoring.ts";
import type { Task, TaskBatch } from "./task.ts";

const CLASSES = 10;

export interface MnistOptions {
	/** IDX or JSON: N images of P pixels, and N labels 0..9. */
	images?: Uint8Array;
	labels?: Uint8Array;
	/** Range of images, `to` excluded. Default: all. */
	pictures?: readonly [from: number, to: number];
	/** Seed of the order of "mnist-permuted", the same for every image. Default 0. */
	permutationSeed?: number;
}

export function mnist(name: "mnist" | "mnist-permuted", options: MnistOptions = {}): Task {
	const { images, labels, permutationSeed = 0 } = options;
	const missing = images === undefined ? "images" : labels === undefined ? "labels" : undefined;
	if (images === undefined || labels === undefined) {
		throw fail("E_TASK_DATA", { task: name, what: missing!, why: { reason: "missing", forms: ["IDX", "JSON"] } });
	}
	const pictures = readByteTable(images, name, "images");
	const classes = readByteTable(labels, name, "labels");
	const count = pictures.shape[0]!;
	const P = count === 0 ? 0 : pictures.data.length / count;
	const bad = (what: string, why: Reason) => fail("E_TASK_DATA", { task: name, what, why });
	if (P < 2) throw bad("images", { reason: "count", of: "pixels", got: P, min: 2 });
	if (classes.data.length !== count) {
		throw bad("labels", { reason: "count", of: "labels", got: classes.data.length, min: count, max: count });
	}
	const wild = classes.data.findIndex((label) => label >= CLASSES);
	if (wild >= 0) {
		const got = String(classes.data[wild]);
		throw bad(`labels[${wild}]`, { reason: "whole", min: 0, max: CLASSES - 1, got });
	}
	const [first, end] = options.pictures ?? [0, count];
	if (!(first >= 0 && first < end && end <= count))
		throw bad("pictures", { reason: "form", forms: ["[FROM, TO]"], min: 0, max: count, got: `[${first}, ${end}]` });
	const N = end - first;
	const shown = pictures.data.subarray(first * P, end * P); // [N,P]
	const answers = classes.data.subarray(first, end); // [N]
	const order = name === "mnist" ? undefined : permutation(P, permutationSeed); // [P] pixel shown at each step

	const gather = (chosen: readonly number[]): TaskBatch => {
		const B = chosen.length;
		const x = new Float64Array(P * B); // [P,B,1] grey from 0 to 1
		const targets = new Int32Array(P * B).fill(-1); // [P,B]
		chosen.forEach((n, b) => {
			for (let t = 0; t < P; t++) x[t * B + b] = shown[n * P + (order?.[t] ?? t)]! / 255;
			targets[(P - 1) * B + b] = answers[n]!;
		});
		return { T: P, B, lengths: new Int32Array(B).fill(P), x, targets };
	};
	const task: Task = {
		name,
		inputs: 1,
		outputs: CLASSES,
		input: "values",
		head: "softmax",
		lengths: { min: P, max: P, default: [P, P] },
		/** Entropy of the labels of this set. */
		baseline: entropy(answers),
		/** Images drawn with replacement. */
		draw(random, request) {
			checkRequest(task, request);
			return gather(Array.from({ length: request.batch }, () => random.below(N)));
		},
		inOrder: () => ({
			count: N,
			batch: (at, B) => gather(Array.from({ length: Math.min(B, N - at) }, (_, b) => at + b)),
		}),
		wrong: (batch, outputs) => wrongClasses(batch, outputs, CLASSES),
	};
	return task;
}

/** 0..P-1 in an order determined by the seed alone (Fisher & Yates). */
function permutation(P: number, seed: number): Int32Array {
	const random = new RandomStream(seed, "pixel order");
	const order = Int32Array.from({ length: P }, (_, i) => i);
	for (let i = P - 1; i > 0; i--) {
		const j = random.below(i + 1);
		const kept = order[i]!;
		order[i] = order[j]!;
		order[j] = kept;
	}
	return order;
}

function entropy(labels: Uint8Array): number {
	const counts = new Float64Array(CLASSES);
	for (const label of labels) counts[label] = counts[label]! + 1;
	return counts.reduce((sum, n) => (n === 0 ? sum : sum - (n / labels.length) * Math.log(n / labels.length)), 0);
}
