/** The gradient of one update in a few numbers: each tensor's, and that of the states step by step. */
import { clipScale } from "../../remedies/clipping.ts";
import type { NamedTensor } from "../snapshot.ts";
import type { UpdateWindow } from "./updateWindow.ts";

/** The gradient of one tensor before clipping. */
export interface TensorGradient {
	name: string;
	shape: readonly number[];
	/** Euclidean norm. */
	norm: number;
	/** The element of the largest absolute value, with its place, one index per dimension. */
	largest: { index: number[]; value: number };
	/** Fraction of its elements that were clipped by value, after the norm was. Range: 0 to 1. */
	clippedShare: number;
}

/** The gradient of one layer's states by step of the batch, as powers of ten: log10 of the norm over sequences and units. */
export interface LayerGradient {
	/** log10 of |dL/dh_t|, by step; -Infinity is exactly 0. */
	log10Dh: number[];
	/** log10 of |dL/dc_t|, by step; lstm. */
	log10Dc?: number[];
}

/** How an update clips. 0: not. */
export interface Clips {
	clipNorm: number;
	clipValue: number;
}

/** @param gradNorm norm of the whole gradient that clipping by norm saw. */
export function tensorGradients(gradients: readonly NamedTensor[], gradNorm: number, clips: Clips): TensorGradient[] {
	const scale = clipScale(gradNorm, clips.clipNorm);
	return gradients.map(({ name, shape, data }) => {
		let [sum, at, cut] = [0, 0, 0];
		for (let k = 0; k < data.length; k++) {
			const size = Math.abs(data[k]!);
			sum += size * size;
			if (size > Math.abs(data[at]!)) at = k;
			if (clips.clipValue > 0 && scale * size > clips.clipValue) cut++;
		}
		const largest = { index: indexOf(at, shape), value: data[at]! };
		return { name, shape, norm: Math.sqrt(sum), largest, clippedShare: cut / data.length };
	});
}

/** Layer by layer over the steps of all windows, one after the other; empty if nothing was backpropagated. */
export function layerGradients(windows: readonly UpdateWindow[]): LayerGradient[] {
	const layers = windows[0]?.layers ?? [];
	if (!layers[0]?.log10Dh) return [];
	return layers.map(({ log10Dc }, l) => {
		const joined = (key: "log10Dh" | "log10Dc") => windows.flatMap((window) => Array.from(window.layers[l]![key]!));
		return { log10Dh: joined("log10Dh"), ...(log10Dc && { log10Dc: joined("log10Dc") }) };
	});
}

/** The place of element `at` in a row-major tensor. */
function indexOf(at: number, shape: readonly number[]): number[] {
	const index: number[] = [];
	for (const size of shape.toReversed()) {
		index.unshift(at % size);
		at = Math.floor(at / size);
	}
	return index;
}
