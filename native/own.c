/*
 * A cell given by equations: sums a_q with W x_t, R h_{t-1} or both, and a program over them that every unit of every
 * row runs (src/kernels/ownProgram.ts has its slots and operations, and has checked each).
 *
 *   a_q = W_q x_t + R_q h_{t-1} + b_q      blocks: first those without R, last those without W
 *   values, states of t = program(a, parameters, states of t-1)
 *   backward: dL/da_q, dL/ds_{t-1} = program'(values, states, dL/ds_t);  dL/dh_{t-1} += sum_q R_q^T dL/da_q
 *
 *   a normalised sum: y = (a_q - mean) / d before the program, d = sqrt(variance + 1e-5), over the units of a row;
 *   backward: dL/da_q = (dL/dy - mean(dL/dy) - y mean(dL/dy y)) / d of the dL/dy that the program gives
 *
 * The mean and d need all units of a row: a barrier comes before them, and each thread computes them for itself, in the
 * same order.
 *
 * The program is interpreted, one instruction over a block of ROWS rows of one strip, so that an instruction is fetched
 * once for OWN_BLOCK numbers while the registers stay in the first cache. Slots are pointers: values, states and deltas are
 * read and written where they lie. Error of a step: the products' (gemm.h), plus 2e-7 per function and one rounding per
 * operation. Twin: src/kernels/reference/own.ts.
 */
#include "layer.h"

#if defined(ISA_WASM)
#pragma clang attribute push(__attribute__((minsize)), apply_to = function) /* a page loads this build */
#define OWN_SMALL
#endif

enum { OWN_BLOCK = 256, ROWS = OWN_BLOCK / NR, WORDS = 5, MOST_SLOTS = 400 };

enum {
	OWN_COPY, OWN_ADD, OWN_SUB, OWN_MUL, OWN_DIV, OWN_FMA, OWN_SIGMOID, OWN_TANH, OWN_RELU, OWN_EXP, OWN_SOFTPLUS,
	OWN_SIGMOID_BACK, OWN_TANH_BACK, OWN_RELU_BACK, OWN_SOFTPLUS_BACK, OWN_SUM
};

/* layer.extra: parameters [P,H]; layer.gates: values [T,B,VH]; layer.state: the states after h, `apart` floats apart */
typedef struct OwnCall {
	Layer layer;
	idx inputSums, fullSums, recurrentSums, values, states, parameters, registers, constants, instructions;
	idx apart, deltasApart, norms;
	const int32_t *code; /* [instructions][WORDS], then the constants as floats, then block of a_q and of y of each norm */
} OwnCall;

/* A slot of a block: row r begins at p + r ld. */
typedef struct Slot {
	float *p;
	idx ld;
} Slot;

/* A thread's scratch: registers, constants, what `sum` adds up, a block that nobody reads, padded blocks of all slots. */
typedef struct OwnScratch {
	float *registers, *constants, *sums, *unread, *padded;
} OwnScratch;

static idx own_sums(const OwnCall *c) { return c->inputSums + c->fullSums + c->recurrentSums; }

/* Norm k: the block of its sum at 0, of y at 1. */
INLINE const int32_t *own_norm(const OwnCall *c, idx k) { return c->code + c->instructions * WORDS + c->constants + 2 * k; }

/* The number of the norm of sum q; -1 for none. */
static idx own_norm_of(const OwnCall *c, idx q) {
	idx k = c->norms - 1;
	while (k >= 0 && own_norm(c, k)[0] != q) k--;
	return k;
}

INLINE idx own_scratch(const OwnCall *c) {
	const idx slots = c->registers + c->parameters + c->constants + c->values + 5 * c->states + own_sums(c);
	const idx padded = c->layer.H % VL == 0 ? 0 : slots;
	return (c->registers + 1 + padded) * OWN_BLOCK + (c->constants + own_sums(c) + c->parameters) * NR;
}

static OwnScratch own_scratch_of(const OwnCall *c, int thread) {
	OwnScratch o;
	o.registers = c->layer.rest + own_scratch(c) * thread;
	o.constants = o.registers + c->registers * OWN_BLOCK;
	o.sums = o.constants + c->constants * NR;
	o.unread = o.sums + (own_sums(c) + c->parameters) * NR;
	o.padded = o.unread + OWN_BLOCK;
	const float *from = (const float *)(const void *)(c->code + c->instructions * WORDS);
	for (idx k = 0; k < c->constants; k++)
		for (idx j = 0; j < NR; j++) o.constants[k * NR + j] = from[k];
	return o;
}

/* exp: 0 below -87, infinity from 88.72 on. */
INLINE vf own_exp(vf x) {
	const vf low = v_set1(-87.0f);
	vf e = v_if_ge(x, low, v_exp_inner(v_clamp(x, low, v_set1(88.0f))));
	e = v_mul(e, v_exp_inner(v_clamp(v_sub(x, v_set1(88.0f)), v_zero(), v_set1(0.72f)))); /* x between 88 and 88.72 */
	return v_pick(x, v_set1(88.72f), v_mul(x, v_set1(__builtin_inff())), e);
}

/* ln(1 + e^x) = max(x, 0) + 2 artanh(y), y = u / (2 + u), u = e^-|x|: a series in y^2 <= 1/9. */
INLINE vf own_softplus(vf x) {
	vf u = v_exp_negative(v_sub(v_zero(), v_abs(x))), y = v_div(u, v_add(u, v_set1(2.0f))), s = v_mul(y, y);
	vf p = v_set1(1.0f / 15);
	p = v_fma(p, s, v_set1(1.0f / 13));
	p = v_fma(p, s, v_set1(1.0f / 11));
	p = v_fma(p, s, v_set1(1.0f / 9));
	p = v_fma(p, s, v_set1(1.0f / 7));
	p = v_fma(p, s, v_set1(1.0f / 5));
	p = v_fma(p, s, v_set1(1.0f / 3));
	p = v_fma(p, s, v_set1(1.0f));
	return v_fma(v_add(y, y), p, v_clamp(x, v_zero(), v_set1(__builtin_inff())));
}

/* 1 - e^-y for y >= 0, which is the sigmoid of x where y = softplus(x). */
INLINE vf own_softplus_slope(vf y) { return v_sub(v_set1(1.0f), v_exp_negative(v_sub(v_zero(), y))); }

/* The operation over rows and columns of a block; V is the result of vectors x, y, z. */
#define OWN_EACH(V) \
	for (idx r = 0; r < rows; r++, to += ldTo, a += ldA, b += ldB, c += ldC) \
		for (idx j = 0; j < columns; j += VL) { \
			vf x = v_load(a + j), y = v_load(b + j), z = v_load(c + j); \
			(void)y, (void)z; \
			v_store(to + j, (V)); \
		} \
	break

/*
 * Runs the program on a block of whole vectors. An operand that an instruction has not is slot 0, which is not read
 * where the operation does not use it.
 */
static void own_run(const OwnCall *call, const Slot *slot, idx rows, idx columns, float *sums) {
	const vf one = v_set1(1.0f);
	const int32_t *code = call->code, *end = code + call->instructions * WORDS;
	for (; code < end; code += WORDS) {
		const float *a = slot[code[2]].p, *b = slot[code[3]].p, *c = slot[code[4]].p;
		const idx ldA = slot[code[2]].ld, ldB = slot[code[3]].ld, ldC = slot[code[4]].ld;
		if (code[0] == OWN_SUM) {
			float *sum = sums + code[1] * NR;
			for (idx j = 0; j < columns; j += VL) {
				vf total = v_load(sum + j);
				for (idx r = 0; r < rows; r++) total = v_add(total, v_load(a + r * ldA + j));
				v_store(sum + j, total);
			}
			continue;
		}
		float *to = slot[code[1]].p;
		const idx ldTo = slot[code[1]].ld;
		switch (code[0]) {
		case OWN_COPY: OWN_EACH(x);
		case OWN_ADD: OWN_EACH(v_add(x, y));
		case OWN_SUB: OWN_EACH(v_sub(x, y));
		case OWN_MUL: OWN_EACH(v_mul(x, y));
		case OWN_DIV: OWN_EACH(v_div(x, y));
		case OWN_FMA: OWN_EACH(v_fma(x, y, z));
		case OWN_SIGMOID: OWN_EACH(v_sigmoid(x));
		case OWN_TANH: OWN_EACH(v_tanh(x));
		case OWN_RELU: OWN_EACH(v_clamp(x, v_zero(), v_set1(__builtin_inff())));
		case OWN_EXP: OWN_EACH(own_exp(x));
		case OWN_SOFTPLUS: OWN_EACH(own_softplus(x));
		case OWN_SIGMOID_BACK: OWN_EACH(v_mul(x, v_mul(y, v_sub(one, y))));
		case OWN_TANH_BACK: OWN_EACH(v_mul(x, v_sub(one, v_mul(y, y))));
		case OWN_RELU_BACK: OWN_EACH(v_if_ge(y, v_set1(1e-45f), x));
		case OWN_SOFTPLUS_BACK: OWN_EACH(v_mul(x, own_softplus_slope(y)));
		}
	}
}

/* Copies the columns of a slot's rows; a row of ld 0 is one for all rows. */
static void own_copy(Slot from, Slot to, idx rows, idx columns) {
	for (idx r = 0; r < rows; r++)
		for (idx j = 0; j < columns; j++) to.p[r * to.ld + j] = from.p[r * from.ld + j];
}

/* Whether a program of `count` slots may write slot k, no register; as mayWrite of ownProgram.ts. */
static int own_writes(const OwnCall *c, idx k, idx count) {
	const idx values = c->registers + c->parameters + c->constants, before = values + c->values, states = c->states;
	if (count > before + 2 * states) return k >= before + 3 * states;
	if (k < before && own_norm_of(c, k - values) >= 0) return 0; /* other threads may read it */
	return (k >= values && k < before) || k >= before + states;
}

/*
 * Runs the program on a block. Where a strip's last vector is not whole, the slots of the arrays are copied to
 * `padded` before and back after.
 */
static void own_block(const OwnCall *c, Slot *slot, idx count, idx rows, idx columns, const OwnScratch *o) {
	if (columns % VL == 0) {
		own_run(c, slot, rows, columns, o->sums);
		return;
	}
	Slot padded[MOST_SLOTS];
	for (idx k = 0; k < count; k++) {
		padded[k] = k < c->registers ? slot[k] : (Slot){o->padded + k * OWN_BLOCK, NR};
		if (k >= c->registers) own_copy(slot[k], padded[k], rows, columns);
	}
	own_run(c, padded, rows, panel_width(columns), o->sums);
	for (idx k = c->registers; k < count; k++)
		if (own_writes(c, k, count)) own_copy(padded[k], slot[k], rows, columns);
}

/* The slots that are the same for every block of a strip; returns the number of them. */
static idx own_fixed_slots(const OwnCall *c, const OwnScratch *o, idx s, Slot *slot) {
	idx n = 0;
	for (idx r = 0; r < c->registers; r++) slot[n++] = (Slot){o->registers + r * OWN_BLOCK, NR};
	for (idx p = 0; p < c->parameters; p++) slot[n++] = (Slot){(float *)c->layer.extra + p * c->layer.H + s * NR, 0};
	for (idx k = 0; k < c->constants; k++) slot[n++] = (Slot){o->constants + k * NR, 0};
	return n;
}

/* The slots of values and states of the rows from b of step t, strip s, from slot n on; returns the next slot. */
static __attribute__((noinline)) idx own_row_slots(const OwnCall *c, idx t, idx b, idx s, Slot *slot, idx n) {
	const Layer *l = &c->layer;
	const idx H = l->H, BH = l->B * H, u = (t * l->B + b) * H + s * NR;
	for (idx v = 0; v < c->values; v++)
		slot[n++] = (Slot){l->gates + ((t * l->B + b) * c->values + v) * H + s * NR, c->values * H};
	for (idx after = 0; after < 2; after++)
		for (idx k = 0; k < c->states; k++)
			slot[n++] = (Slot){(k == 0 ? l->h : l->state + (k - 1) * c->apart) + u + after * BH, H};
	return n;
}

/* The mean of (x_j - m), or of (x_j - m) (y_j - m) where y is given, j < n. */
static float own_mean(idx n, const float *x, const float *y, float m) {
	const float part = 1.0f / (float)n;
	const vf middle = v_set1(m), parts = v_set1(part);
	vf sum = v_zero();
	idx j = 0;
	for (; j + VL <= n; j += VL) {
		vf d = v_mul(v_sub(v_load(x + j), middle), parts);
		sum = v_add(sum, y ? v_mul(d, v_sub(v_load(y + j), middle)) : d);
	}
	float total = v_sum(sum);
	for (; j < n; j++) {
		float d = (x[j] - m) * part;
		total += y ? d * (y[j] - m) : d;
	}
	return total;
}

/* 1 / sqrt(variance + 1e-5) of the H numbers of a row, and their mean. NaN where float32 cannot hold the variance. */
static float own_inverse(idx H, const float *u, float *mean) {
	*mean = own_mean(H, u, 0, 0);
	*mean += own_mean(H, u, 0, *mean); /* to the last bit but one, also where it is large next to the deviations */
	float variance = own_mean(H, u, u, *mean), inverse;
	v_storen(&inverse, v_div(v_set1(1.0f), v_sqrt(v_set1(variance + 1e-5f))), 1);
	return inverse + (variance - variance);
}

/*
 * Every norm of step t, this thread's units: y; or where dL/dy is given, [norms,B,H], the deltas of its sum, and their
 * part of db.
 */
static void own_normalise(const OwnCall *c, const Own *own, idx t, const float *dy, float *delta) {
	const Layer *l = &c->layer;
	const idx H = l->H;
	for (idx k = 0; k < c->norms; k++) {
		const idx q = own_norm(c, k)[0] * H, v = own_norm(c, k)[1] * H;
		for (idx b = 0; b < l->B; b++) {
			float *u = l->gates + (t * l->B + b) * c->values * H, *y = u + v, mean;
			u += q;
			const float inverse = own_inverse(H, u, &mean);
			if (!dy) {
				for (idx j = own->u0; j < own->u1; j++) y[j] = (u[j] - mean) * inverse;
				continue;
			}
			const float middle = own_mean(H, dy, 0, 0), along = own_mean(H, dy, y, 0);
			float *d = delta + b * l->ld + q, *db = l->db + q;
			for (idx j = own->u0; j < own->u1; j++) {
				d[j] = (dy[j] - middle - y[j] * along) * inverse;
				db[j] += d[j];
			}
			dy += H;
		}
	}
}

static void own_forward_cells(const OwnCall *c, const OwnScratch *o, idx s, idx end, idx t) {
	const Layer *l = &c->layer;
	Slot slot[MOST_SLOTS];
	for (; s < end; s++) {
		const idx fixed = own_fixed_slots(c, o, s, slot);
		for (idx b = 0; b < l->B; b += ROWS) {
			const idx count = own_row_slots(c, t, b, s, slot, fixed);
			own_block(c, slot, count, smaller(ROWS, l->B - b), strip_columns(l->H, s), o);
		}
	}
}

static void own_forward_job(void *arg, int thread, int threads) {
	const OwnCall *c = arg;
	const Layer *l = &c->layer;
	const Own own = own_of(l, thread, threads);
	const OwnScratch o = own_scratch_of(c, thread);
	const idx B = l->B, H = l->H, VH = c->values * H, G = own_sums(c);
	pack_forward(l, &own);
	for (idx t = 0; t < l->T; t++) {
		float *values = l->gates + t * B * VH;
		const float *x = t % l->steps == 0 ? left_inputs(l, &own, t) : 0;
		if (!l->ids && t % l->steps == 0)
			for (idx q = 0; q < l->GI; q++)
				input_strips(l, q, own.s0, own.s1, t * B, smaller(l->steps, l->T - t) * B, x, values + q * H + own.u0, VH);
		const float *before = l->GR > 0 ? left_state(l, &own, l->h + t * B * H) : 0;
		for (idx s = own.s0; s < own.s1; s += l->run) {
			const idx end = smaller(s + l->run, own.s1);
			for (idx q = 0; q < G; q++) {
				float *a = values + q * H + s * NR;
				const int onInput = q < l->GI;
				if (l->ids && onInput) input_strips(l, q, s, end, t * B, B, x, a, VH);
				if (q < c->inputSums) continue;
				recurrent_strips(l, q - c->inputSums, s, end, before, onInput ? a : l->b + q * H + s * NR, onInput ? VH : 0, a, VH);
			}
			if (!c->norms) own_forward_cells(c, &o, s, end, t);
		}
		if (c->norms) {
			pool_barrier(l->context->pool, threads);
			own_normalise(c, &own, t, 0, 0);
			own_forward_cells(c, &o, own.s0, own.s1, t);
		}
		if (t + 1 < l->T && l->GR > 0) pool_barrier(l->context->pool, threads);
	}
}

/* Blocks, threads and their scratch. */
static void own_plan(OwnCall *c) {
	Layer *l = &c->layer;
	l->G = own_sums(c);
	l->GI = c->inputSums + c->fullSums;
	l->GR = c->fullSums + c->recurrentSums;
	plan_layer(l);
	l->more = own_scratch(c) * l->threads;
}

static __attribute__((noinline)) int own_forward(OwnCall *c) {
	own_plan(c);
	if (reserve_forward(&c->layer)) return 1;
	pool_run(c->layer.context->pool, c->layer.threads, own_forward_job, c);
	return 0;
}

/* What step t hands to the states of t-1, [S][B,H]: two buffers, since a block reads one while it writes the other. */
INLINE float *own_handed(const OwnCall *c, idx t) {
	const Layer *l = &c->layer;
	float *shared = l->rest + own_scratch(c) * l->threads;
	return shared + (t + 2) % 2 * c->states * l->B * l->H;
}

/* dL/dy of each norm of a step, [norms,B,H]. */
INLINE float *own_normed(const OwnCall *c) { return own_handed(c, 0) + 2 * c->states * c->layer.B * c->layer.H; }

/* out = (dOut or nothing) + what step t handed to h + the products of its deltas: dL/dh_{t-1}, strip s. */
static __attribute__((noinline)) void own_hand_down(const OwnCall *c, idx s, idx t, const float *delta, const float *dOut,
	float *out) {
	const Layer *l = &c->layer;
	const idx H = l->H, n = strip_columns(H, s);
	const float *handed = own_handed(c, t);
	for (idx b = 0; b < l->B; b++)
		for (idx j = s * NR; j < s * NR + n; j++) out[b * H + j] = (dOut ? dOut[b * H + j] : 0) + handed[b * H + j];
	if (l->GR > 0) back_strip(l, s, 0, l->GR * H, delta, out, out);
}

/* The deltas of step t whose sums have R h_{t-1}. */
INLINE const float *own_deltas(const OwnCall *c, const Own *own, idx t) {
	return left_deltas(&c->layer, own, 0, c->layer.GR * c->layer.H, deltas_of(&c->layer, t) + c->inputSums * c->layer.H);
}

static void own_backward_cells(const OwnCall *c, const OwnScratch *o, idx s, idx t, const float *dh, float *delta) {
	const Layer *l = &c->layer;
	const idx H = l->H, BH = l->B * H, columns = strip_columns(H, s), G = own_sums(c);
	const float *arriving = own_handed(c, t + 1);
	float *handed = own_handed(c, t);
	Slot slot[MOST_SLOTS];
	const idx fixed = own_fixed_slots(c, o, s, slot);
	for (idx j = 0; j < (G + c->parameters) * NR; j++) o->sums[j] = 0;
	for (idx b = 0; b < l->B; b += ROWS) {
		const idx u = b * H + s * NR, at = t * BH + u;
		idx n = own_row_slots(c, t, b, s, slot, fixed);
		for (idx k = 0; k < c->states; k++) slot[n++] = (Slot){(k == 0 ? (float *)dh : (float *)arriving + k * BH) + u, H};
		for (idx k = 0; k < c->states; k++) slot[n++] = (Slot){handed + k * BH + u, H};
		for (idx k = 0; k < c->states; k++) {
			float *to = k == 0 ? l->deltaH : l->deltaC ? l->deltaC + (k - 1) * c->deltasApart : 0;
			slot[n++] = to ? (Slot){to + at, H} : (Slot){o->unread, NR};
		}
		for (idx q = 0; q < G; q++) {
			const idx k = own_norm_of(c, q);
			slot[n++] = k < 0 ? (Slot){delta + b * l->ld + q * H + s * NR, l->ld} : (Slot){own_normed(c) + k * BH + u, H};
		}
		own_block(c, slot, n, smaller(ROWS, l->B - b), columns, o);
	}
	for (idx q = 0; q < G + c->parameters; q++) {
		float *to = q < G ? l->db + q * H + s * NR : l->dExtra + (q - G) * H + s * NR;
		for (idx j = 0; j < columns; j++) to[j] += o->sums[q * NR + j];
	}
}

/* deltaGates of step t, this thread's units. */
static void own_give_deltas(const OwnCall *c, const Own *own, idx t, const float *delta) {
	const Layer *l = &c->layer;
	const idx H = l->H, G = own_sums(c);
	for (idx b = 0; l->deltaGates && b < l->B; b++)
		for (idx q = 0; q < G; q++)
			for (idx j = own->u0; j < own->u1; j++)
				l->deltaGates[((t * l->B + b) * G + q) * H + j] = delta[b * l->ld + q * H + j];
}

/* dw_hh and dw_ih of the chunk of steps from t: each block of deltas with what its sum has. */
static void own_chunk_gradients(const OwnCall *c, const Own *own, idx t, idx rows, const float *delta) {
	const Layer *l = &c->layer;
	const idx A = c->inputSums, F = c->fullSums, dense = l->ids ? 0 : 1;
	const float *h = l->h + t * l->B * l->H, *x = l->x + t * l->B * l->D;
	const Target input = {0, x, l->D, l->dw_ih}, recurrent = {F, h, l->H, l->dw_hh};
	const Target full[2] = {{0, h, l->H, l->dw_hh}, {A, x, l->D, l->dw_ih}};
	if (A > 0 && dense) add_gate_gradients(l, own, A, rows, delta, &input, 1);
	if (F > 0) add_gate_gradients(l, own, F, rows, delta + A * l->H, full, 1 + (int)dense);
	if (c->recurrentSums > 0)
		add_gate_gradients(l, own, c->recurrentSums, rows, delta + (A + F) * l->H, &recurrent, 1);
	if (l->ids) scatter_symbols(l, own, t * l->B, rows, delta);
}

static void own_backward_job(void *arg, int thread, int threads) {
	const OwnCall *c = arg;
	const Layer *l = &c->layer;
	const Own own = own_of(l, thread, threads);
	const OwnScratch o = own_scratch_of(c, thread);
	const idx B = l->B, BH = B * l->H;
	pack_backward(l, &own, thread, threads);
	for (idx k = 1; k < c->states; k++)
		copy_own(l, &own, l->dcLast ? l->dcLast + (k - 1) * BH : 0, own_handed(c, l->T) + k * BH);
	for (idx t = l->T - 1; t >= 0; t--) {
		float *delta = deltas_of(l, t);
		const float *dOut = l->dOut + t * BH;
		if (t == l->T - 1) last_dh(l, &own, dOut, l->dh);
		const float *next = t < l->T - 1 ? own_deltas(c, &own, t + 1) : 0;
		for (idx s = own.s0; s < own.s1; s++) {
			if (t < l->T - 1) own_hand_down(c, s, t + 1, next, dOut, l->dh);
			own_backward_cells(c, &o, s, t, l->dh, delta);
		}
		if (c->norms) {
			pool_barrier(l->context->pool, threads);
			own_normalise(c, &own, t, own_normed(c), delta);
		}
		own_give_deltas(c, &own, t, delta);
		pool_barrier(l->context->pool, threads);
		if (t % l->steps == 0) {
			const idx rows = smaller(l->steps, l->T - t) * B;
			own_chunk_gradients(c, &own, t, rows, delta);
			if (l->dx) input_gradient(l, &own, t * B, rows, delta, thread, threads);
		}
	}
	add_table(l, &own);
	for (idx k = 1; k < c->states && l->dcFirst; k++)
		copy_own(l, &own, own_handed(c, 0) + k * BH, l->dcFirst + (k - 1) * BH);
	if (!l->dhFirst) return;
	if (l->T == 0) copy_own(l, &own, l->dhLast, l->dhFirst);
	else {
		const float *first = own_deltas(c, &own, 0);
		for (idx s = own.s0; s < own.s1; s++) own_hand_down(c, s, 0, first, 0, l->dhFirst);
	}
}

static __attribute__((noinline)) int own_backward(OwnCall *c) {
	Layer *l = &c->layer;
	own_plan(c);
	l->more += (2 * c->states + c->norms) * l->B * l->H;
	if (reserve_backward(l, l->G)) return 1;
	pool_run(l->context->pool, l->threads, own_backward_job, c);
	return 0;
}

#ifdef OWN_SMALL
#pragma clang attribute pop
#undef OWN_SMALL
#endif
