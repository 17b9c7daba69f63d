/** What a step in dual numbers takes and gives. */
import type { Dual, Leaf } from "./dual.ts";

// B sequences, H units, G gate blocks

export interface LayerLeaves {
	w_ih: Leaf;
	w_hh: Leaf;
	b: Leaf;
	p?: Leaf;
	b_hn?: Leaf;
}

export interface State {
	h: Dual; // [B,H]
	c: Dual; // [B,H]; [S-1,B,H] of a cell given by equations
}

/** Shifts of one step's pre-activations, h and c, all zero: the loss's derivatives by them are the deltas. */
export interface Shifts {
	a: Leaf; // [B,G*H]
	h: Leaf; // [B,H]
	c: Leaf; // [B,H]
}
