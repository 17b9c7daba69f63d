/*
 * What the three recurrent cells share: the arrays of a call, how units are shared out, the input products of a chunk
 * of steps, and the weight gradients of a chunk.
 *
 * A thread owns a range of strips of hidden units, with all gates of those units: it packs their weights, computes
 * their pre-activations, states, deltas and weight gradients, and only h_{t-1} (forward) and the deltas of a step
 * (backward) come from other threads, behind one barrier a step. Steps are taken in chunks of about CHUNK rows, so
 * that input products and weight gradients are products of many rows while scratch stays small.
 */
#ifndef SLUICE_LAYER_H
#define SLUICE_LAYER_H
#include "approx.h"
#include "gemm.h"
#include "kernels.h"

void *memset(void *to, int byte, size_t n); /* also where there is no C library */

enum {
	CHUNK = 320,          /* rows (steps x sequences) of a chunk */
	TABLE_MOST = 1 << 21, /* floats of the largest table of transposed input weights */
	PAD = 16,             /* floats between rows of deltas: rows a power of two apart would share cache sets */
};

typedef struct Layer {
	idx T, B, D, H, G;
	idx GI, GR; /* blocks of w_ih and of w_hh where they are fewer than G, see own.c; plan_layer sets them to G */
	int64_t more; /* floats of scratch that a cell wants besides */
	int variant;
	idx blocks; /* of units: a unit reads h_{t-1} of its own block alone, and w_hh is 0 elsewhere */
	const float *x, *w_ih, *w_hh, *b, *extra; /* extra: peephole p [3H] or b_hn [H] */
	const float *w_ih16, *w_hh16; /* the same numbers as words of two bfloat16, or NULL: what fewInputs, fewRows read */
	const int32_t *ids;
	float *h, *gates, *state; /* state: c of an lstm, aux of a gru */
	const float *dOut, *dhLast, *dcLast;
	float *dhFirst, *dx, *dw_ih, *dw_hh, *db, *deltaGates, *deltaH, *dExtra, *dcFirst, *deltaC;

	Context *context;
	int threads;
	idx strips;  /* of hidden units */
	idx steps;   /* of a chunk */
	idx run;     /* strips that a forward step takes at once */
	int fewRows; /* the recurrent product reads the weights as they lie */
	int fewInputs, useTable;
	float *recurrent; /* packed w_hh: [G][strips][H][NR] forward, [strips][GH][NR] backward; of a strip its Reach */
	float *inputs;    /* packed w_ih, or the table [G][strips][D+1][NR]; backward: [strips of D][GH][NR] */
	float *sums;      /* backward with ids: transposed dw_ih, [G][strips][D][NR] */
	float *deltas;    /* [2][steps B][ld]: deltas of this chunk and of the one before */
	idx ld;
	float *dh, *dc;   /* [B,H], [2,B,H]: what step t hands to step t-1; the second half of dc is a gru's d(aux) */
	float *rest;      /* `more` floats */
	float *left;      /* the rooms of left_of: two of leftSize floats a thread */
	idx leftSize;
	float *own;       /* what add_gate_gradients packs, of all threads; see own_of */
} Layer;

/* A thread's strips [s0,s1) and units [u0,u1). */
typedef struct Own {
	idx s0, s1, u0, u1;
	float *scratch, *left;
} Own;

/*
 * Floats of `own` before the thread that has `strips` strips and `threads` threads before it: panels for each thread,
 * and KT rows of deltas for each strip. A job may have fewer threads than were planned, and a thread more strips.
 */
INLINE int64_t own_before(const Layer *l, idx strips, int threads) {
	return (int64_t)KT * (NR * l->G * strips + columns_at_once(half_of(l->context)) * threads);
}

static Own own_of(const Layer *l, int thread, int threads) {
	Own o = {share(l->strips, thread, threads), share(l->strips, thread + 1, threads), 0, 0, 0, 0};
	o.u0 = smaller(o.s0 * NR, l->H);
	o.u1 = smaller(o.s1 * NR, l->H);
	o.scratch = l->own ? l->own + own_before(l, o.s0, thread) : 0;
	o.left = l->left + 2 * thread * l->leftSize;
	return o;
}

/*
 * The columns of w_hh that the units of a strip read: those of their blocks, and where the strip has units of several
 * blocks, the zeros between. It begins at a whole block of bfloat16 words (few_halves).
 */
typedef struct {
	idx from, count;
} Reach;
INLINE Reach reach_of(const Layer *l, idx s) {
	const idx size = l->H / l->blocks, last = smaller(l->H, (s + 1) * NR) - 1;
	const idx from = s * NR / size * size / BLOCK * BLOCK;
	return (Reach){from, (last / size + 1) * size - from};
}

/* Threads that pay off: each should have about 10 microseconds of work between two barriers. */
static int threads_for(const Context *context, double flopsPerSync, idx parts) {
	double most = flopsPerSync / 8e5;
	int threads = context->threads;
	if (!context->always && most < threads) threads = most < 1 ? 1 : (int)most;
	if (parts < threads) threads = parts < 1 ? 1 : (int)parts;
	return threads;
}

static void plan_layer(Layer *l) {
	idx N = l->T * l->B;
	if (!l->GI) l->GI = l->GR = l->G;
	l->strips = strips_of(l->H);
	l->steps = l->B > 0 ? smaller(l->T, CHUNK / l->B > 0 ? CHUNK / l->B : 1) : 1;
	l->fewRows = l->B <= FEW;
	l->fewInputs = N <= FEW;
	l->run = l->fewRows ? l->strips : 1; /* so that the weights of few rows, which lie in memory, are read in long runs */
	l->useTable = l->ids && 2 * N >= l->D && (l->D + 1) * l->G * l->strips * NR <= TABLE_MOST;
	double width = (double)l->G * (double)l->H * (double)(l->H / l->blocks + (l->ids ? 0 : l->D) + 32);
	l->threads = threads_for(l->context, 2.0 * (double)l->B * width, l->strips);
}

/* The place of `floats` more floats in a scratch of *used floats, kept on cache lines. */
static idx take(int64_t *used, int64_t floats) {
	idx at = (idx)*used;
	*used += (floats + 31) / 16 * 16;
	return at;
}

/* Scratch of `floats` floats; 0 when there is no memory for it. */
static int scratch_of(Context *context, int64_t floats) {
	if ((uint64_t)floats > SIZE_MAX / 2 / sizeof(float)) return 0;
	return context_scratch(context, (size_t)floats * sizeof(float));
}

INLINE idx strip_columns(idx total, idx s) { return smaller(NR, total - s * NR); }

/* The panel of gate q, strip s in a packed weight with K rows a panel, and in a table of floats with K rows. */
INLINE float *panel_of(float *packed, const Layer *l, idx q, idx s, idx K) {
	return packed + (q * l->strips + s) * panel_size(half_of(l->context), K);
}
INLINE float *table_of(float *table, const Layer *l, idx q, idx s, idx K) { return table + (q * l->strips + s) * K * NR; }

/* Packs what the forward products of this thread's units need. */
static void pack_forward(const Layer *l, const Own *o) {
	for (idx q = 0; q < l->G; q++)
		for (idx s = o->s0; s < o->s1; s++) {
			idx row = q * l->H + s * NR, n = strip_columns(l->H, s);
			if (!l->fewRows && q < l->GR) {
				const Reach r = reach_of(l, s);
				pack_transposed(half_of(l->context), r.count, l->w_hh + row * l->H + r.from, l->H, n,
					panel_of(l->recurrent, l, q, s, l->H));
			}
			if (q >= l->GI) continue;
			if (l->useTable) {
				float *table = table_of(l->inputs, l, q, s, l->D + 1);
				idx width = panel_width(n);
				pack_transposed(0, l->D, l->w_ih + row * l->D, l->D, n, table);
				for (idx k = 0; k <= l->D; k++)
					for (idx r = 0; r < n; r++) table[k * width + r] = (k < l->D ? table[k * width + r] : 0) + l->b[row + r];
				for (idx r = n; r < width; r++) table[l->D * width + r] = 0;
			} else if (!l->ids && !l->fewInputs)
				pack_transposed(half_of(l->context), l->D, l->w_ih + row * l->D, l->D, n, panel_of(l->inputs, l, q, s, l->D));
		}
}

/* K numbers of each of some rows as products of many rows take them, in room 0 or 1 of this thread. */
INLINE const float *left_of(const Layer *l, const Own *o, idx room, idx rows, idx K, const float *a, idx ld) {
	return left_rows(half_of(l->context), rows, K, a, ld, o->left + room * l->leftSize);
}

/* h_{t-1}, or what a gru reads instead of it, for recurrent_strips. */
INLINE const float *left_state(const Layer *l, const Own *o, const float *h) {
	return l->fewRows ? h : left_of(l, o, 0, l->B, l->H, h, l->H);
}

/* The inputs of the chunk of steps from t, for input_strips; symbols are not read by products. */
INLINE const float *left_inputs(const Layer *l, const Own *o, idx t) {
	const float *x = l->x + t * l->B * l->D;
	return l->ids || l->fewInputs ? x : left_of(l, o, 0, smaller(l->steps, l->T - t) * l->B, l->D, x, l->D);
}

/* Units of the strips [s0,s1). */
INLINE idx units_between(const Layer *l, idx s0, idx s1) { return smaller(l->H, s1 * NR) - s0 * NR; }

/* out[n,:] = b + W_ih x_n for rows n0 <= n < n0 + rows, gate q, strip s; symbols are gathered, -1 gives b alone. */
static void input_strip(const Layer *l, idx q, idx s, idx n0, idx rows, const float *x, float *out, idx ldo) {
	idx row = q * l->H + s * NR, n = strip_columns(l->H, s), width = panel_width(n);
	const float *w = l->w_ih + row * l->D, *b = l->b + row;
	if (l->useTable) {
		const float *table = table_of(l->inputs, l, q, s, l->D + 1);
		for (idx i = 0; i < rows; i++, out += ldo) {
			int32_t id = l->ids[n0 + i];
			const float *from = table + (id < 0 ? l->D : id) * width;
			if (n == NR) {
				v_store(out, v_load(from));
				v_store(out + VL, v_load(from + VL));
			} else
				for (idx r = 0; r < n; r++) out[r] = from[r];
		}
	} else if (l->ids) {
		for (idx i = 0; i < rows; i++, out += ldo) {
			int32_t id = l->ids[n0 + i];
			for (idx r = 0; r < n; r++) out[r] = (id < 0 ? 0 : w[r * l->D + id]) + b[r];
		}
	} else
		strip_product(half_of(l->context), rows, l->D, x, l->D, panel_of(l->inputs, l, q, s, l->D), n, b, 0, out, ldo);
}

/* The same for the strips [s0,s1); out begins at the first. */
static void input_strips(const Layer *l, idx q, idx s0, idx s1, idx n0, idx rows, const float *x, float *out, idx ldo) {
	if (l->fewInputs && !l->ids) {
		idx row = q * l->H + s0 * NR;
		few_product(rows, l->D, x, l->D, rows_from((Rows){l->w_ih, l->w_ih16}, row, l->D), l->D,
			units_between(l, s0, s1), l->b + row, 0, out, ldo);
	} else
		for (idx s = s0; s < s1; s++, out += NR) input_strip(l, q, s, n0, rows, x, out, ldo);
}

/* out[b,:] = in[b,:] + W_hh a_b for the B rows of a step, gate q, strips [s0,s1); in and out begin at the first. */
static void recurrent_strips(const Layer *l, idx q, idx s0, idx s1, const float *a, const float *in, idx ldi, float *out,
	idx ldo) {
	idx end = l->fewRows && l->blocks == 1 ? s1 : s0 + 1; /* rows of equal reach are read in long runs */
	for (idx s = s0; s < s1; s = end++, in += NR, out += NR) {
		const Reach r = reach_of(l, s);
		if (l->fewRows) {
			Rows w = rows_from((Rows){l->w_hh, l->w_hh16}, q * l->H + s * NR, l->H);
			few_product(l->B, r.count, a + r.from, l->H, columns_from(w, r.from), l->H, units_between(l, s, end), in, ldi, out, ldo);
		} else
			strip_product(half_of(l->context), l->B, r.count, left_from(half_of(l->context), a, r.from), l->H,
				panel_of(l->recurrent, l, q, s, l->H), strip_columns(l->H, s), in, ldi, out, ldo);
	}
}

/* The rooms of left_of: for K terms of a step's rows, and D of a chunk's if these are read by products. */
static idx take_left(Layer *l, int64_t *used, idx K, idx D) {
	const int half = half_of(l->context);
	const idx gates = l->blocks > 1 ? K / l->H : 1; /* packed one by one, see left_deltas */
	const idx step = l->fewRows ? 0 : gates * left_size(half, l->B, K / gates);
	const idx chunk = l->fewInputs ? 0 : left_size(half, l->steps * l->B, D);
	l->leftSize = step > chunk ? step : chunk;
	return take(used, (int64_t)2 * l->threads * l->leftSize);
}

/* Scratch of a forward call. */
static int reserve_forward(Layer *l) {
	const int half = half_of(l->context);
	int64_t used = 0, panels = l->G * l->strips;
	idx recurrent = take(&used, l->fewRows ? 0 : panels * panel_size(half, l->H));
	idx inputs = take(&used, l->useTable ? panels * NR * (l->D + 1) : l->ids || l->fewInputs ? 0 : panels * panel_size(half, l->D));
	idx rest = take(&used, l->more), left = take_left(l, &used, l->H, l->ids ? 0 : l->D);
	if (!scratch_of(l->context, used)) return 1;
	l->left = (float *)l->context->scratch + left;
	l->recurrent = (float *)l->context->scratch + recurrent;
	l->inputs = (float *)l->context->scratch + inputs;
	l->rest = (float *)l->context->scratch + rest;
	return 0;
}

/*
 * Floats of a panel of w_hh backward. A product may begin at a block of its rows, and with `half` reads a whole step of
 * tiles from there: the rows after the last are zeros. With blocks of units each gate has a panel of its own.
 */
INLINE idx back_size(const Layer *l) {
	const int half = half_of(l->context);
	return l->blocks > 1 ? l->GR * panel_size(half, l->H) : panel_size(half, l->GR * l->H + (half ? TERMS : 0));
}

/* Scratch of a backward call; `blocks` deltas a row. */
static int reserve_backward(Layer *l, idx blocks) {
	int64_t used = 0, BH = l->B * l->H;
	l->ld = blocks * l->H + PAD;
	idx recurrent = take(&used, l->fewRows ? 0 : (int64_t)l->strips * back_size(l));
	idx inputs = take(&used, l->dx && !l->fewInputs ? (int64_t)strips_of(l->D) * panel_size(half_of(l->context), l->GI * l->H) : 0);
	idx sums = take(&used, l->useTable ? l->G * l->strips * NR * l->D : 0);
	idx deltas = take(&used, (int64_t)2 * l->steps * l->B * l->ld);
	idx dh = take(&used, BH), dc = take(&used, 2 * BH), own = take(&used, own_before(l, l->strips, l->threads));
	idx rest = take(&used, l->more), left = take_left(l, &used, blocks * l->H, l->dx ? l->GI * l->H : 0);
	if (!scratch_of(l->context, used)) return 1;
	float *base = (float *)l->context->scratch;
	l->left = base + left;
	l->recurrent = base + recurrent;
	l->inputs = base + inputs;
	l->sums = base + sums;
	l->deltas = base + deltas;
	l->dh = base + dh;
	l->dc = base + dc;
	l->own = base + own;
	l->rest = base + rest;
	return 0;
}

/* Packs strip s of the columns of w_hh: all its rows, or with blocks of units those of its Reach, gate by gate. */
static void pack_back(const Layer *l, idx s) {
	const int half = half_of(l->context);
	const idx rows = l->GR * l->H, size = panel_size(half, rows);
	float *panel = l->recurrent + s * back_size(l);
	if (l->blocks > 1) {
		const Reach r = reach_of(l, s);
		for (idx k = r.from; k < rows; k += l->H, panel += panel_size(half, r.count))
			pack_straight(half, r.count, l->w_hh + k * l->H + s * NR, l->H, strip_columns(l->H, s), panel);
		return;
	}
	pack_straight(half, rows, l->w_hh + s * NR, l->H, strip_columns(l->H, s), panel);
	if (half) memset(panel + size, 0, (size_t)(back_size(l) - size) * sizeof(float));
}

/* Packs what this thread's backward products need: columns of w_hh, and its share of the columns of w_ih. */
static void pack_backward(const Layer *l, const Own *o, int thread, int threads) {
	const idx inputRows = l->GI * l->H, strips = strips_of(l->D);
	if (!l->fewRows)
		for (idx s = o->s0; s < o->s1; s++)
			pack_back(l, s);
	if (l->dx && !l->fewInputs)
		for (idx s = share(strips, thread, threads); s < share(strips, thread + 1, threads); s++)
			pack_straight(half_of(l->context), inputRows, l->w_ih + s * NR, l->D, strip_columns(l->D, s),
				l->inputs + s * panel_size(half_of(l->context), inputRows));
	if (l->useTable)
		for (idx q = 0; q < l->GI; q++)
			if (o->s1 > o->s0) {
				float *sums = table_of(l->sums, l, q, o->s0, l->D);
				memset(sums, 0, (size_t)((o->s1 - o->s0) * l->D * NR) * sizeof(float));
			}
}

/* Rows of deltas of step t: [B, ld]. Chunks take turns in two buffers, so a step may read the one after it. */
INLINE float *deltas_of(const Layer *l, idx t) {
	return l->deltas + ((t / l->steps % 2) * l->steps + t % l->steps) * l->B * l->ld;
}

/* The place of row `first`, an even one, in a panel of n columns. */
INLINE idx row_at(const Layer *l, idx first, idx n) { return half_of(l->context) ? first / 2 * NR : first * panel_width(n); }

/*
 * K deltas of each row of a step, for back_strip, in room 0 or 1 of this thread. With blocks of units, words are packed gate
 * by gate, since a product begins at a column of a gate.
 */
INLINE const float *left_deltas(const Layer *l, const Own *o, idx room, idx K, const float *delta) {
	const int half = half_of(l->context);
	if (l->fewRows) return delta;
	if (!half || l->blocks == 1) return left_of(l, o, room, l->B, K, delta, l->ld);
	float *words = o->left + room * l->leftSize;
	for (idx k = 0; k < K; k += l->H)
		left_rows(half, l->B, l->H, delta + k, l->ld, words + k / l->H * left_size(half, l->B, l->H));
	return words;
}

/*
 * out[b,:] = in[b,:] + sum over K rows from `first` of W_hh of delta[b,k] W_hh[first+k,:], strip s. One product, or with
 * blocks of units one for each gate.
 */
static void back_strip(const Layer *l, idx s, idx first, idx K, const float *delta, const float *in, float *out) {
	const idx n = strip_columns(l->H, s), column = s * NR, apart = l->blocks > 1 ? l->H : K;
	const Reach r = l->blocks > 1 ? reach_of(l, s) : (Reach){0, K};
	const int half = half_of(l->context);
	const idx size = panel_size(half, r.count), gate = left_size(half, l->B, l->H);
	const float *panel = l->recurrent + s * back_size(l) + (l->blocks > 1 ? first / l->H * size : row_at(l, first, n));
	if (in) in += column;
	out += column;
	for (idx k = r.from; k < K; k += apart, in = out, panel += size) {
		const float *words = left_from(half, delta + k / apart * gate, r.from); /* see left_deltas */
		if (l->fewRows)
			few_product_straight(l->B, r.count, delta + k, l->ld, l->w_hh + (first + k) * l->H + column, l->H, n, in, l->H, out,
				l->H);
		else
			strip_product(half, l->B, r.count, half ? words : delta + k, half ? apart : l->ld, panel, n, in, l->H, out, l->H);
	}
}

/* dx of a chunk of rows from n0: dx[n,:] = sum_k delta[n,k] W_ih[k,:], this thread's share of the columns. */
static void input_gradient(const Layer *l, const Own *o, idx n0, idx rows, const float *delta, int thread, int threads) {
	const idx GH = l->GI * l->H, strips = strips_of(l->D);
	const int half = half_of(l->context);
	const float *left = l->fewInputs ? delta : left_of(l, o, 0, rows, GH, delta, l->ld);
	for (idx s = share(strips, thread, threads); s < share(strips, thread + 1, threads); s++) {
		idx n = strip_columns(l->D, s);
		float *out = l->dx + n0 * l->D + s * NR;
		if (l->fewInputs) few_product_straight(rows, GH, delta, l->ld, l->w_ih + s * NR, l->D, n, 0, 0, out, l->D);
		else
			strip_product(half, rows, GH, left, half ? GH : l->ld, l->inputs + s * panel_size(half, GH), n, 0, 0, out, l->D);
	}
}

/* A weight gradient dw [GH,N] whose rows from block `first` gain the products of deltas with rows of Bm [.,N]. */
typedef struct Target {
	idx first;
	const float *Bm;
	idx N;
	float *dw;
} Target;

/*
 * dw[(first+q) H + u, :] += sum_n delta_q[n,u] Bm[n,:] for this thread's units u and `blocks` gate blocks q, which lie
 * H apart in `delta`; for each of `count` targets, so that deltas are packed once. In blocks of KT rows. The units of
 * one block after the other: of dw_hh a unit's row gains the columns of its block alone.
 */
static void add_gate_gradients(const Layer *l, const Own *o, idx blocks, idx rows, const float *delta,
	const Target *targets, int count) {
	const int half = half_of(l->context);
	const idx own = l->H / l->blocks, most = columns_at_once(half);
	float *panels = o->scratch, *columns = o->scratch + KT * most;
	for (idx u = o->u0, units; u < o->u1; u += units) {
		const idx block = u / own * own;
		units = smaller(block + own, o->u1) - u;
		for (idx k = 0; k < rows; k += KT) {
			idx depth = smaller(KT, rows - k);
			const idx size = columns_size(half, units, depth);
			for (idx q = 0; q < blocks; q++)
				pack_columns(half, depth, delta + k * l->ld + q * l->H + u, l->ld, units, columns + q * size);
			for (const Target *t = targets; t < targets + count; t++) {
				const int recurrent = t->dw == l->dw_hh;
				const idx end = recurrent ? block + own : t->N;
				for (idx j = recurrent ? block : 0; j < end; j += most) {
					idx n = smaller(most, end - j);
					pack_strips(half, depth, t->Bm + k * t->N + j, t->N, n, panels);
					for (idx q = 0; q < blocks; q++)
						strips_add_transposed(half, units, depth, columns + q * size, panels, n,
							t->dw + ((t->first + q) * l->H + u) * t->N + j, t->N);
				}
			}
		}
	}
}

/* dw_ih of a chunk of rows from n0 where the input is symbols: a scatter. Gate q's deltas lie at q H. */
static void scatter_symbols(const Layer *l, const Own *o, idx n0, idx rows, const float *delta) {
	for (idx q = 0; q < l->GI; q++)
		for (idx s = o->s0; s < o->s1; s++) {
			idx row = q * l->H + s * NR, n = strip_columns(l->H, s);
			float *sums = table_of(l->sums, l, q, s, l->D), *dw = l->dw_ih + row * l->D;
			for (idx i = 0; i < rows; i++) {
				const float *d = delta + i * l->ld + row;
				int32_t id = l->ids[n0 + i];
				if (id < 0) continue;
				if (!l->useTable)
					for (idx r = 0; r < n; r++) dw[r * l->D + id] += d[r];
				else if (n == NR) {
					float *sum = sums + id * NR;
					v_store(sum, v_add(v_load(sum), v_load(d)));
					v_store(sum + VL, v_add(v_load(sum + VL), v_load(d + VL)));
				} else
					for (idx r = 0; r < n; r++) sums[id * NR + r] += d[r];
			}
		}
}

/* dw_hh and dw_ih of the chunk of steps from t, where all blocks of both take the same deltas. */
static void chunk_gradients(const Layer *l, const Own *o, idx t, idx rows, const float *delta) {
	const Target targets[2] = {{0, l->h + t * l->B * l->H, l->H, l->dw_hh}, {0, l->x + t * l->B * l->D, l->D, l->dw_ih}};
	add_gate_gradients(l, o, l->G, rows, delta, targets, l->ids ? 1 : 2);
	if (l->ids) scatter_symbols(l, o, t * l->B, rows, delta);
}

/* The last act for symbols: dw_ih += the transposed sums. */
static void add_table(const Layer *l, const Own *o) {
	if (!l->useTable) return;
	for (idx q = 0; q < l->GI; q++)
		for (idx s = o->s0; s < o->s1; s++) {
			idx n = strip_columns(l->H, s);
			const float *sums = table_of(l->sums, l, q, s, l->D);
			float *dw = l->dw_ih + (q * l->H + s * NR) * l->D;
			for (idx r = 0; r < n; r++)
				for (idx d = 0; d < l->D; d++) dw[r * l->D + d] += sums[d * NR + r];
		}
}

/* to[b,u0..u1) = from[b,u0..u1), or zeros: dh and dc that enter or leave the window. */
static void copy_own(const Layer *l, const Own *o, const float *from, float *to) {
	for (idx b = 0; to && b < l->B; b++)
		for (idx j = o->u0; j < o->u1; j++) to[b * l->H + j] = from ? from[b * l->H + j] : 0;
}

/* dh[b,u0..u1) at the last step: from above, and from beyond the window where that is given. */
static void last_dh(const Layer *l, const Own *o, const float *dOut, float *dh) {
	copy_own(l, o, dOut, dh);
	for (idx b = 0; l->dhLast && b < l->B; b++)
		for (idx j = o->u0; j < o->u1; j++) dh[b * l->H + j] += l->dhLast[b * l->H + j];
}

/* Walks the vectors of the strips [s,end): CALL sees row b, unit j, vector v of them, and `full`, a constant, or n lanes. */
#define EACH_VECTOR(l, s, end, CALL) \
	for (idx b = 0, columns = units_between(l, s, end); b < (l)->B; b++) \
		for (idx at = 0; at < columns; at += VL) { \
			const idx j = (s) * NR + at, v = at / VL, n = smaller(VL, columns - at); \
			(void)v; \
			if (n == VL) { \
				enum { full = 1 }; \
				CALL; \
			} else { \
				enum { full = 0 }; \
				CALL; \
			} \
		}

/* to[j] += the sums of a strip's vectors: v = 0, 1 of `sum`, which lie `stride` vectors apart. */
static void add_sums(float *to, const vf *sum, idx stride, idx n) {
	for (idx v = 0; v < n; v += VL, sum += stride) {
		idx left = smaller(VL, n - v);
		v_storen(to + v, v_add(v_loadn(to + v, left), *sum), left);
	}
}
#endif
