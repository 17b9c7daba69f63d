/** The windows of an update's shards as windows of the whole batch, which a reader of the update expects. */
import type { Floats } from "../../kernels/kernels.ts";
import type { LayerValues, UpdateWindow } from "./updateWindow.ts";

// T steps, B sequences, S shards of B / S sequences; row-major, the last letter moves fastest

/**
 * Joins windows that came shard by shard. A shard may have several, one after another in time; the first windows of all
 * shards become one, then the second ones.
 */
export function joinShards(windows: readonly UpdateWindow[], shards: number): UpdateWindow[] {
	const each = windows.length / shards;
	return Array.from({ length: each }, (_, n) =>
		joined(Array.from({ length: shards }, (_, s) => windows[s * each + n]!)),
	);
}

function joined(parts: readonly UpdateWindow[]): UpdateWindow {
	const [first] = parts as [UpdateWindow];
	const { steps, x, ids, values } = first;
	return {
		...{ steps, lanes: parts.length * first.lanes },
		...(ids && { ids: sideBySide(parts, steps, (part) => part.ids!) }),
		...(x && { x: sideBySide(parts, steps, (part) => part.x!) }),
		targets: sideBySide(parts, steps, ({ targets }) => targets),
		...(values && { values: sideBySide(parts, steps, (part) => part.values!) }),
		losses: sideBySide(parts, steps, ({ losses }) => losses),
		layers: first.layers.map((_, l) => joinedLayer(parts, l)),
	};
}

function joinedLayer(parts: readonly UpdateWindow[], l: number): LayerValues {
	const { steps, layers } = parts[0]!;
	const { c, gates, dh, dc, log10Dh, log10Dc } = layers[l]!;
	const join = <A extends Numbers>(rows: number, of: (layer: LayerValues) => A | undefined) =>
		sideBySide(parts, rows, (part) => of(part.layers[l]!)!);
	const norms = (of: (layer: LayerValues) => Float64Array | undefined) =>
		Float64Array.from({ length: steps }, (_, t) => log10Norm(parts.map((part) => of(part.layers[l]!)![t]!)));
	return {
		h: join(steps + 1, ({ h }) => h),
		...(c && { c: join(steps + 1, (layer) => layer.c) }),
		...(gates && { gates: join(steps, (layer) => layer.gates) }),
		...(dh && { dh: join(steps, (layer) => layer.dh) }),
		...(dc && { dc: join(steps, (layer) => layer.dc) }),
		...(log10Dh && { log10Dh: norms((layer) => layer.log10Dh) }),
		...(log10Dc && { log10Dc: norms((layer) => layer.log10Dc) }),
	};
}

type Numbers = Floats | Int32Array;

/** Puts the lanes of all parts next to each other, row by row. */
function sideBySide<A extends Numbers>(parts: readonly UpdateWindow[], rows: number, of: (part: UpdateWindow) => A): A {
	const arrays = parts.map(of);
	const width = arrays[0]!.length / rows;
	const whole = new (arrays[0]!.constructor as new (length: number) => A)(rows * width * parts.length);
	for (let row = 0; row < rows; row++) {
		for (const [p, array] of arrays.entries()) {
			whole.set(array.subarray(row * width, (row + 1) * width) as A, (row * parts.length + p) * width);
		}
	}
	return whole;
}

/** log10 of the norm of a vector whose parts have these norms, also below what a float holds. */
function log10Norm(logs: readonly number[]): number {
	const most = Math.max(...logs);
	if (most === Number.NEGATIVE_INFINITY) return most;
	return most + Math.log10(logs.reduce((sum, log) => sum + 10 ** (2 * (log - most)), 0)) / 2;
}
