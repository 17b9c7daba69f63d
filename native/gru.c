/*
 * The GRU layer (Cho et al. 2014), in both forms.
 *
 *   a_r, a_z = W_ih x_t + W_hh h_{t-1} + b;  r,z = sigmoid(a_r, a_z)
 *   reset-after:   aux = W_hn h_{t-1} + b_hn;  n = tanh(W_in x_t + b_n + r aux)      (cuDNN, PyTorch)
 *   reset-before:  aux = r h_{t-1};            n = tanh(W_in x_t + b_n + W_hn aux)
 *   h_t = (1 - z) n + z h_{t-1}
 *
 * Shapes: x [T,B,D] or ids [T,B]; w_ih [3H,D], w_hh [3H,H], b [3H]; h [T+1,B,H]; gates [T,B,3H], blocks r|z|n, which
 * holds a until each step is taken; aux [T,B,H]. No arrays overlap. Cost 2 T B 3H (D + H), backward twice that. Error
 * of a step: the products' (gemm.h) plus 2e-7 an activation. Twin: src/kernels/reference, gruForward and gruBackward.
 */
#include "layer.h"

enum { GRU_AFTER, GRU_BEFORE };

/* r, z from their pre-activations; reset-after goes on to n and h, reset-before to aux. */
INLINE void gru_gate_cell(const int variant, const Layer *l, idx t, idx b, idx j, const int full, idx n) {
	const idx H = l->H, row = t * l->B + b, u = row * H + j;
	float *y = l->gates + row * 3 * H + j;
	vf hp = v_get(l->h + u, full, n);
	vf r = v_sigmoid(v_get(y, full, n)), z = v_sigmoid(v_get(y + H, full, n));
	v_put(y, r, full, n);
	v_put(y + H, z, full, n);
	if (variant == GRU_BEFORE) v_put(l->state + u, v_mul(r, hp), full, n);
	else {
		vf m = v_tanh(v_fma(r, v_get(l->state + u, full, n), v_get(y + 2 * H, full, n)));
		v_put(y + 2 * H, m, full, n);
		v_put(l->h + u + l->B * H, v_fma(z, v_sub(hp, m), m), full, n);
	}
}

/* reset-before: n and h, once a_n is whole. */
INLINE void gru_state_cell(const Layer *l, idx t, idx b, idx j, const int full, idx n) {
	const idx H = l->H, row = t * l->B + b, u = row * H + j;
	float *y = l->gates + row * 3 * H + j;
	vf hp = v_get(l->h + u, full, n), z = v_get(y + H, full, n), m = v_tanh(v_get(y + 2 * H, full, n));
	v_put(y + 2 * H, m, full, n);
	v_put(l->h + u + l->B * H, v_fma(z, v_sub(hp, m), m), full, n);
}

static void gru_after_cells(const Layer *l, idx s, idx end, idx t) {
	EACH_VECTOR(l, s, end, gru_gate_cell(GRU_AFTER, l, t, b, j, full, n))
}
static void gru_before_cells(const Layer *l, idx s, idx end, idx t) {
	EACH_VECTOR(l, s, end, gru_gate_cell(GRU_BEFORE, l, t, b, j, full, n))
}
static void gru_state_cells(const Layer *l, idx s, idx end, idx t) {
	EACH_VECTOR(l, s, end, gru_state_cell(l, t, b, j, full, n))
}

static void gru_forward_job(void *arg, int thread, int threads) {
	const Layer *l = arg;
	Own own = own_of(l, thread, threads);
	idx B = l->B, H = l->H, GH = 3 * H;
	pack_forward(l, &own);
	for (idx t = 0; t < l->T; t++) {
		const float *x = t % l->steps == 0 ? left_inputs(l, &own, t) : 0;
		if (!l->ids && t % l->steps == 0)
			for (idx q = 0; q < 3; q++)
				input_strips(l, q, own.s0, own.s1, t * B, smaller(l->steps, l->T - t) * B, x,
					l->gates + t * B * GH + q * H + own.u0, GH);
		const float *before = left_state(l, &own, l->h + t * B * H);
		for (idx s = own.s0; s < own.s1; s += l->run) {
			const idx end = smaller(s + l->run, own.s1);
			float *a = l->gates + t * B * GH + s * NR, *aux = l->state + t * B * H + s * NR;
			for (idx q = 0; q < 3; q++)
				if (l->ids) input_strips(l, q, s, end, t * B, B, x, a + q * H, GH);
			for (idx q = 0; q < 2; q++) recurrent_strips(l, q, s, end, before, a + q * H, GH, a + q * H, GH);
			if (l->variant == GRU_AFTER) {
				recurrent_strips(l, 2, s, end, before, l->extra + s * NR, 0, aux, H);
				gru_after_cells(l, s, end, t);
			} else gru_before_cells(l, s, end, t);
		}
		if (l->variant == GRU_BEFORE) {
			pool_barrier(l->context->pool, threads);
			const float *reset = left_state(l, &own, l->state + t * B * H);
			for (idx s = own.s0; s < own.s1; s += l->run) {
				const idx end = smaller(s + l->run, own.s1);
				float *a = l->gates + t * B * GH + 2 * H + s * NR;
				recurrent_strips(l, 2, s, end, reset, a, GH, a, GH);
				gru_state_cells(l, s, end, t);
			}
		}
		if (t + 1 < l->T) pool_barrier(l->context->pool, threads);
	}
}

static int gru_forward(Layer *l) {
	l->G = 3;
	plan_layer(l);
	if (reserve_forward(l)) return 1;
	pool_run(l->context->pool, l->threads, gru_forward_job, l);
	return 0;
}

/* Backward scratch: a row of deltas holds da_r | da_z | da_n, and with reset-after da_n r, the delta of aux. */

/* Writes delta d of block q to scratch and to the caller's array, and adds it to its sum over rows. */
INLINE void gru_give(const Layer *l, idx t, idx b, idx j, const int full, idx n, float *delta, idx q, vf d, vf *sum) {
	v_put(delta + b * l->ld + q * l->H + j, d, full, n);
	if (l->deltaGates && q < 3) v_put(l->deltaGates + ((t * l->B + b) * 3 + q) * l->H + j, d, full, n);
	sum[q] = v_add(sum[q], d);
}

/*
 * With dh = dL/dh_t:  da_n = dh (1 - z) (1 - n^2);  da_z = dh (h_{t-1} - n) z (1 - z);  dL/dh_{t-1} = dh z + ...
 * reset-after also:   da_r = da_n aux r (1 - r);  d(aux) = da_n r;  db_hn += d(aux)
 * l->dc carries dh z to the step before.
 */
INLINE void gru_back_cell(const int variant, const Layer *l, idx t, idx b, idx j, const int full, idx n, const float *dhs,
	float *delta, vf sum[4]) {
	const idx H = l->H, row = t * l->B + b, u = row * H + j;
	const vf one = v_set1(1.0f);
	const float *y = l->gates + row * 3 * H + j;
	vf z = v_get(y + H, full, n), m = v_get(y + 2 * H, full, n);
	vf dh = v_get(dhs + b * H + j, full, n), hp = v_get(l->h + u, full, n);
	vf dan = v_mul(v_mul(dh, v_sub(one, z)), v_sub(one, v_mul(m, m)));
	vf daz = v_mul(v_mul(dh, v_sub(hp, m)), v_mul(z, v_sub(one, z)));
	gru_give(l, t, b, j, full, n, delta, 1, daz, sum);
	gru_give(l, t, b, j, full, n, delta, 2, dan, sum);
	if (variant == GRU_AFTER) {
		vf r = v_get(y, full, n);
		vf dar = v_mul(v_mul(dan, v_get(l->state + u, full, n)), v_mul(r, v_sub(one, r)));
		gru_give(l, t, b, j, full, n, delta, 0, dar, sum);
		gru_give(l, t, b, j, full, n, delta, 3, v_mul(dan, r), sum);
	}
	v_put(l->dc + b * H + j, v_mul(dh, z), full, n);
}

/* reset-before, with d = d(aux) = da_n W_hn in `daux`:  da_r = d h_{t-1} r (1 - r);  dL/dh_{t-1} gains d r */
INLINE void gru_reset_cell(const Layer *l, idx t, idx b, idx j, const int full, idx n, const float *daux, float *delta,
	vf sum[4]) {
	const idx H = l->H, row = t * l->B + b, u = row * H + j;
	float *carried = l->dc + b * H + j;
	vf r = v_get(l->gates + row * 3 * H + j, full, n), d = v_get(daux + b * H + j, full, n);
	vf dar = v_mul(v_mul(d, v_get(l->h + u, full, n)), v_mul(r, v_sub(v_set1(1.0f), r)));
	gru_give(l, t, b, j, full, n, delta, 0, dar, sum);
	v_put(carried, v_fma(d, r, v_get(carried, full, n)), full, n);
}

INLINE void no_sums(vf sum[2][4]) {
	for (int v = 0; v < 2; v++)
		for (int q = 0; q < 4; q++) sum[v][q] = v_zero();
}

static void gru_after_back_cells(const Layer *l, idx s, idx t, const float *dh, float *delta) {
	const idx H = l->H, n = strip_columns(H, s);
	vf sum[2][4];
	no_sums(sum);
	EACH_VECTOR(l, s, s + 1, gru_back_cell(GRU_AFTER, l, t, b, j, full, n, dh, delta, sum[v]))
	for (idx q = 0; q < 3; q++) add_sums(l->db + q * H + s * NR, &sum[0][q], 4, n);
	add_sums(l->dExtra + s * NR, &sum[0][3], 4, n);
}

static void gru_before_back_cells(const Layer *l, idx s, idx t, const float *dh, float *delta) {
	const idx H = l->H, n = strip_columns(H, s);
	vf sum[2][4];
	no_sums(sum);
	EACH_VECTOR(l, s, s + 1, gru_back_cell(GRU_BEFORE, l, t, b, j, full, n, dh, delta, sum[v]))
	for (idx q = 1; q < 3; q++) add_sums(l->db + q * H + s * NR, &sum[0][q], 4, n);
}

static void gru_reset_cells(const Layer *l, idx s, idx t, const float *daux, float *delta) {
	vf sum[2][4];
	no_sums(sum);
	EACH_VECTOR(l, s, s + 1, gru_reset_cell(l, t, b, j, full, n, daux, delta, sum[v]))
	add_sums(l->db + s * NR, &sum[0][0], 4, strip_columns(l->H, s));
}

/* The deltas of a step that reach h_{t-1} through products: those of r and z, and with reset-after that of aux. */
typedef struct {
	const float *gates, *aux;
} GruDeltas;

static GruDeltas gru_deltas(const Layer *l, const Own *o, idx t) {
	const float *delta = deltas_of(l, t);
	GruDeltas d = {left_deltas(l, o, 0, 2 * l->H, delta), 0};
	if (l->variant == GRU_AFTER) d.aux = left_deltas(l, o, 1, l->H, delta + 3 * l->H);
	return d;
}

/* out = (dOut or nothing) + what step t handed down + the products of its deltas: dL/dh_{t-1}, strip s. */
static void gru_hand_down(const Layer *l, idx s, const GruDeltas *delta, const float *dOut, float *out) {
	idx H = l->H, n = strip_columns(H, s);
	for (idx b = 0; b < l->B; b++)
		for (idx j = s * NR; j < s * NR + n; j++) out[b * H + j] = (dOut ? dOut[b * H + j] : 0) + l->dc[b * H + j];
	back_strip(l, s, 0, 2 * H, delta->gates, out, out);
	if (l->variant == GRU_AFTER) back_strip(l, s, 2 * H, H, delta->aux, out, out);
}

static void gru_backward_job(void *arg, int thread, int threads) {
	const Layer *l = arg;
	Own own = own_of(l, thread, threads);
	idx B = l->B, H = l->H, BH = B * H;
	float *daux = l->dc + BH; /* [B,H], reset-before */
	pack_backward(l, &own, thread, threads);
	for (idx t = l->T - 1; t >= 0; t--) {
		float *dh = l->deltaH ? l->deltaH + t * BH : l->dh, *delta = deltas_of(l, t);
		const float *dOut = l->dOut + t * BH;
		GruDeltas next = {0, 0};
		if (t == l->T - 1) last_dh(l, &own, dOut, dh);
		else next = gru_deltas(l, &own, t + 1);
		for (idx s = own.s0; s < own.s1; s++) {
			if (t < l->T - 1) gru_hand_down(l, s, &next, dOut, dh);
			if (l->variant == GRU_AFTER) gru_after_back_cells(l, s, t, dh, delta);
			else gru_before_back_cells(l, s, t, dh, delta);
		}
		pool_barrier(l->context->pool, threads);
		if (l->variant == GRU_BEFORE) {
			const float *last = left_deltas(l, &own, 0, H, delta + 2 * H);
			for (idx s = own.s0; s < own.s1; s++) {
				back_strip(l, s, 2 * H, H, last, 0, daux);
				gru_reset_cells(l, s, t, daux, delta);
			}
			pool_barrier(l->context->pool, threads);
		}
		if (t % l->steps == 0) {
			idx rows = smaller(l->steps, l->T - t) * B;
			const float *before = l->h + t * BH, *x = l->x + t * B * l->D, *aux = l->state + t * BH;
			const Target first[2] = {{0, before, H, l->dw_hh}, {0, x, l->D, l->dw_ih}};       /* r, z */
			const Target inputs[2] = {{2, x, l->D, l->dw_ih}, {2, aux, H, l->dw_hh}};         /* n */
			const Target inner = {2, before, H, l->dw_hh};                                    /* n through aux */
			const int dense = !l->ids, after = l->variant == GRU_AFTER;
			add_gate_gradients(l, &own, 2, rows, delta, first, 1 + dense);
			add_gate_gradients(l, &own, 1, rows, delta + 2 * H, inputs + !dense, dense + !after);
			if (after) add_gate_gradients(l, &own, 1, rows, delta + 3 * H, &inner, 1);
			if (l->ids) scatter_symbols(l, &own, t * B, rows, delta);
			if (l->dx) input_gradient(l, &own, t * B, rows, delta, thread, threads);
		}
	}
	add_table(l, &own);
	if (!l->dhFirst) return;
	if (l->T == 0) copy_own(l, &own, l->dhLast, l->dhFirst);
	else {
		const GruDeltas first = gru_deltas(l, &own, 0);
		for (idx s = own.s0; s < own.s1; s++) gru_hand_down(l, s, &first, 0, l->dhFirst);
	}
}

static int gru_backward(Layer *l) {
	l->G = 3;
	plan_layer(l);
	if (reserve_backward(l, l->variant == GRU_AFTER ? 4 : 3)) return 1;
	pool_run(l->context->pool, l->threads, gru_backward_job, l);
	return 0;
}
