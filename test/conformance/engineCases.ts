/** One recurrent layer's call as plain numbers, to be run forward and backward on any engine. */
import { clearOutside } from "../../src/cells/unitBlocks.ts";
import type { Engine, Floats, GruVariant, LstmVariant, RnnActivation } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";

export type CellCase =
	| { cell: "rnn"; variant: RnnActivation }
	| { cell: "lstm"; variant: LstmVariant }
	| { cell: "gru"; variant: GruVariant };

export const CELLS: readonly CellCase[] = [
	{ cell: "rnn", variant: "tanh" },
	{ cell: "rnn", variant: "relu" },
	{ cell: "rnn", variant: "sigmoid" },
	{ cell: "rnn", variant: "linear" },
	{ cell: "lstm", variant: "forget" },
	{ cell: "lstm", variant: "1997" },
	{ cell: "lstm", variant: "peephole" },
	{ cell: "lstm", variant: "coupled" },
	{ cell: "gru", variant: "reset-after" },
	{ cell: "gru", variant: "reset-before" },
];

export interface Sizes {
	T: number;
	B: number;
	D: number;
	H: number;
	/** Blocks of units; w_hh is then 0 outside them. */
	blocks?: number;
}

export interface LayerCase extends Sizes {
	cell: CellCase;
	G: number;
	/** Everything the calls read, and what gradients are added to. */
	inputs: Record<string, Float64Array>;
	ids: Int32Array | undefined;
	/** Whether the optional arrays are handed in. */
	optional: { dx: boolean; edges: boolean; deltas: boolean };
}

export function gateBlocks({ cell, variant }: CellCase): number {
	if (cell === "rnn") return 1;
	return cell === "gru" || variant === "1997" || variant === "coupled" ? 3 : 4;
}

/** Random numbers rounded to float32, so that every engine reads the same ones; each array of its own spread. */
export function layerCase(
	cell: CellCase,
	sizes: Sizes,
	seed: number,
	choice: { ids: boolean; dx: boolean; edges: boolean; deltas: boolean },
): LayerCase {
	const { T, B, D, H } = sizes;
	const G = gateBlocks(cell);
	const rng = new RandomStream(seed, "engine case");
	const random = (length: number, spread: number, centre = 0) =>
		Float64Array.from({ length }, () => Math.fround(centre + spread * (2 * rng.uniform() - 1)));
	const inputs: Record<string, Float64Array> = {
		w_ih: random(G * H * D, 1.2 / Math.sqrt(choice.ids ? 1 : D + 1)),
		w_hh: random(G * H * H, 1.2 / Math.sqrt(H + 1)),
		b: random(G * H, 0.5, 0.1),
		h0: random(B * H, 0.9),
		c0: random(B * H, 1.5),
		extra: random(cell.cell === "gru" ? H : 3 * H, 0.7),
		dOut: random(T * B * H, 1),
		dhLast: random(B * H, 0.8),
		dcLast: random(B * H, 0.6),
		dw_ih: random(G * H * D, 1),
		dw_hh: random(G * H * H, 1),
		db: random(G * H, 1),
		dExtra: random(3 * H, 1),
	};
	clearOutside(inputs.w_hh!, H, sizes.blocks);
	if (!choice.ids) inputs.x = random(T * B * D, 1);
	const ids = choice.ids ? Int32Array.from({ length: T * B }, () => (D === 0 ? -1 : rng.below(D + 1) - 1)) : undefined;
	const { dx, edges, deltas } = choice;
	return { ...sizes, cell, G, inputs, ids, optional: { dx: dx && !choice.ids, edges, deltas } };
}

/** Runs the case forward and backward; every array the calls wrote, by name. */
export function runLayer(engine: Engine, c: LayerCase): Record<string, Floats> {
	const { T, B, D, H, G, inputs, optional } = c;
	const taken: (Floats | Int32Array)[] = [];
	const place = (values: Float64Array | undefined, length: number): Floats => {
		const array = engine.floats(length);
		if (values) array.set(values.subarray(0, length));
		else array.fill(Number.NaN);
		taken.push(array);
		return array;
	};
	const layer = {
		T,
		B,
		D,
		H,
		blocks: c.blocks,
		w_ih: place(inputs.w_ih, G * H * D),
		w_hh: place(inputs.w_hh, G * H * H),
		b: place(inputs.b, G * H),
		h: place(undefined, (T + 1) * B * H),
		...(c.ids ? { ids: placeIds(c.ids) } : { x: place(inputs.x, T * B * D) }),
	};
	layer.h.set(inputs.h0!);
	function placeIds(ids: Int32Array): Int32Array {
		const array = engine.ints(ids.length);
		array.set(ids);
		taken.push(array);
		return array;
	}
	const gradients = {
		dOut: place(inputs.dOut, T * B * H),
		dw_ih: place(inputs.dw_ih, G * H * D),
		dw_hh: place(inputs.dw_hh, G * H * H),
		db: place(inputs.db, G * H),
		...(optional.dx ? { dx: place(undefined, T * B * D) } : {}),
		...(optional.edges ? { dhLast: place(inputs.dhLast, B * H), dhFirst: place(undefined, B * H) } : {}),
		...(optional.deltas ? { deltaGates: place(undefined, T * B * G * H), deltaH: place(undefined, T * B * H) } : {}),
	};
	const out: Record<string, Floats | undefined> = { ...gradients, h: layer.h };
	if (c.cell.cell === "rnn") {
		engine.rnnForward({ ...layer, activation: c.cell.variant });
		engine.rnnBackward({ ...layer, ...gradients, activation: c.cell.variant });
	} else if (c.cell.cell === "gru") {
		const after = c.cell.variant === "reset-after";
		const gru = {
			...layer,
			variant: c.cell.variant,
			gates: place(undefined, T * B * 3 * H),
			aux: place(undefined, T * B * H),
			...(after ? { b_hn: place(inputs.extra, H) } : {}),
		};
		const extra = after ? { db_hn: place(inputs.dExtra, H) } : {};
		engine.gruForward(gru);
		engine.gruBackward({ ...gru, ...gradients, ...extra });
		Object.assign(out, { gates: gru.gates, aux: gru.aux, ...extra });
	} else {
		const peephole = c.cell.variant === "peephole";
		const lstm = {
			...layer,
			variant: c.cell.variant,
			gates: place(undefined, T * B * G * H),
			c: place(undefined, (T + 1) * B * H),
			...(peephole ? { p: place(inputs.extra, 3 * H) } : {}),
		};
		lstm.c.set(inputs.c0!);
		const more = {
			...(peephole ? { dp: place(inputs.dExtra, 3 * H) } : {}),
			...(optional.edges ? { dcLast: place(inputs.dcLast, B * H), dcFirst: place(undefined, B * H) } : {}),
			...(optional.deltas ? { deltaC: place(undefined, T * B * H) } : {}),
		};
		engine.lstmForward(lstm);
		engine.lstmBackward({ ...lstm, ...gradients, ...more });
		Object.assign(out, { gates: lstm.gates, c: lstm.c, ...more });
	}
	for (const name of ["dOut", "dhLast", "dcLast"]) delete out[name];
	const copies = Object.entries(out).map(([name, array]) => [name, array!.slice()] as const);
	engine.free(...taken);
	return Object.fromEntries(copies);
}

/** The largest difference between two results, and the array it is in. NaN counts as infinitely wrong. */
export function worst(got: Record<string, Floats>, wanted: Record<string, Floats>): { name: string; error: number } {
	let most = { name: "", error: 0 };
	for (const [name, array] of Object.entries(wanted)) {
		for (let j = 0; j < array.length; j++) {
			const difference = Math.abs(got[name]![j]! - array[j]!);
			const error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
			if (error > most.error) most = { name: `${name}[${j}]`, error };
		}
	}
	return most;
}
