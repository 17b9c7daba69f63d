/*
 * The LSTM layer (Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000) and its variants.
 *
 *   a = W_ih x_t + W_hh h_{t-1} + b        blocks i|f|g|o, or i|g|o where f is no gate of its own
 *   i,f,o = sigmoid(a_i, a_f, a_o)   g = tanh(a_g)
 *   c_t = f c_{t-1} + i g            1997: f = 1;  coupled: f = 1 - i
 *   h_t = o tanh(c_t)                peephole: a_i += p_i c_{t-1}, a_f += p_f c_{t-1}, a_o += p_o c_t
 *
 * Shapes: x [T,B,D] or ids [T,B]; w_ih [GH,D], w_hh [GH,H], b [GH]; h, c [T+1,B,H]; gates [T,B,GH], which holds a
 * until each step is taken. No arrays overlap. Cost 2 T B GH (D + H), backward twice that. Error of a step: the
 * products' (gemm.h) plus 2e-7 an activation. Twin: src/kernels/reference, lstmForward and lstmBackward.
 */
#include "layer.h"

enum { LSTM_FORGET, LSTM_1997, LSTM_PEEPHOLE, LSTM_COUPLED };

/* Blocks of the gates in a row; f = -1 where it is no gate. */
typedef struct {
	int i, f, g, o;
} Blocks;
INLINE Blocks lstm_blocks(int variant) {
	return variant == LSTM_FORGET || variant == LSTM_PEEPHOLE ? (Blocks){0, 1, 2, 3} : (Blocks){0, -1, 1, 2};
}

/* Units j.. of row b at step t: from a to gates, c_t and h_t. */
INLINE void lstm_cell(const int variant, const Layer *l, idx t, idx b, idx j, const int full, idx n) {
	const idx H = l->H, row = t * l->B + b, u = row * H + j, next = u + l->B * H;
	const Blocks k = lstm_blocks(variant);
	const vf one = v_set1(1.0f);
	float *y = l->gates + row * l->G * H + j;
	const float *p = l->extra + j;
	vf cp = v_get(l->state + u, full, n);
	vf ai = v_get(y + k.i * H, full, n), ao = v_get(y + k.o * H, full, n);
	if (variant == LSTM_PEEPHOLE) ai = v_fma(v_get(p, full, n), cp, ai);
	vf i = v_sigmoid(ai), g = v_tanh(v_get(y + k.g * H, full, n)), f = one;
	if (k.f >= 0) {
		vf af = v_get(y + k.f * H, full, n);
		if (variant == LSTM_PEEPHOLE) af = v_fma(v_get(p + H, full, n), cp, af);
		f = v_sigmoid(af);
		v_put(y + k.f * H, f, full, n);
	} else if (variant == LSTM_COUPLED) f = v_sub(one, i);
	vf c = v_fma(i, g, variant == LSTM_1997 ? cp : v_mul(f, cp));
	if (variant == LSTM_PEEPHOLE) ao = v_fma(v_get(p + 2 * H, full, n), c, ao);
	vf o = v_sigmoid(ao);
	v_put(y + k.i * H, i, full, n);
	v_put(y + k.g * H, g, full, n);
	v_put(y + k.o * H, o, full, n);
	v_put(l->state + next, c, full, n);
	v_put(l->h + next, v_mul(o, v_tanh(c)), full, n);
}

INLINE void lstm_forward_cells(const int variant, const Layer *l, idx s, idx end, idx t) {
	EACH_VECTOR(l, s, end, lstm_cell(variant, l, t, b, j, full, n))
}

static void lstm_forward_job(void *arg, int thread, int threads) {
	const Layer *l = arg;
	Own own = own_of(l, thread, threads);
	idx B = l->B, H = l->H, GH = l->G * H;
	pack_forward(l, &own);
	for (idx t = 0; t < l->T; t++) {
		const float *x = t % l->steps == 0 ? left_inputs(l, &own, t) : 0;
		if (!l->ids && t % l->steps == 0)
			for (idx q = 0; q < l->G; q++)
				input_strips(l, q, own.s0, own.s1, t * B, smaller(l->steps, l->T - t) * B, x,
					l->gates + t * B * GH + q * H + own.u0, GH);
		const float *before = left_state(l, &own, l->h + t * B * H);
		for (idx s = own.s0; s < own.s1; s += l->run) {
			const idx end = smaller(s + l->run, own.s1);
			for (idx q = 0; q < l->G; q++) {
				float *a = l->gates + t * B * GH + q * H + s * NR;
				if (l->ids) input_strips(l, q, s, end, t * B, B, x, a, GH);
				recurrent_strips(l, q, s, end, before, a, GH, a, GH);
			}
			switch (l->variant) {
			case LSTM_FORGET: lstm_forward_cells(LSTM_FORGET, l, s, end, t); break;
			case LSTM_1997: lstm_forward_cells(LSTM_1997, l, s, end, t); break;
			case LSTM_PEEPHOLE: lstm_forward_cells(LSTM_PEEPHOLE, l, s, end, t); break;
			default: lstm_forward_cells(LSTM_COUPLED, l, s, end, t); break;
			}
		}
		if (t + 1 < l->T) pool_barrier(l->context->pool, threads);
	}
}

static int lstm_forward(Layer *l) {
	l->G = lstm_blocks(l->variant).o + 1;
	plan_layer(l);
	if (reserve_forward(l)) return 1;
	pool_run(l->context->pool, l->threads, lstm_forward_job, l);
	return 0;
}

/*
 * With dh = dL/dh_t, and dc = what comes from c_{t+1}:
 *   da_o = dh tanh(c) o (1 - o);  dc += dh o (1 - tanh(c)^2) [+ p_o da_o]
 *   da_i = dc g i (1 - i);  da_f = dc c_{t-1} f (1 - f);  da_g = dc i (1 - g^2);  coupled: da_i = dc (g - c_{t-1}) i (1 - i)
 *   dL/dc_{t-1} = dc f [+ p_i da_i + p_f da_f]      the path that does not vanish while f = 1
 *   db += da;  dp_i += da_i c_{t-1}, dp_f += da_f c_{t-1}, dp_o += da_o c_t
 */
INLINE void lstm_back_cell(const int variant, const Layer *l, idx t, idx b, idx j, const int full, idx n, const float *dhs,
	float *delta, vf sum[7]) {
	const idx H = l->H, GH = l->G * H, row = t * l->B + b, u = row * H + j;
	const Blocks k = lstm_blocks(variant);
	const vf one = v_set1(1.0f);
	const float *y = l->gates + row * GH + j, *p = l->extra + j;
	float *to = delta + b * l->ld + j, *carried = l->dc + b * H + j;
	vf i = v_get(y + k.i * H, full, n), g = v_get(y + k.g * H, full, n), o = v_get(y + k.o * H, full, n);
	vf c = v_get(l->state + u + l->B * H, full, n), cp = v_get(l->state + u, full, n), tc = v_tanh(c);
	vf dh = v_get(dhs + b * H + j, full, n), dc = v_get(carried, full, n), dai, daf = v_zero(), dag, dao, dcp;

	dao = v_mul(v_mul(dh, tc), v_mul(o, v_sub(one, o)));
	dc = v_fma(v_mul(dh, o), v_sub(one, v_mul(tc, tc)), dc);
	if (variant == LSTM_PEEPHOLE) dc = v_fma(v_get(p + 2 * H, full, n), dao, dc);
	dai = v_mul(v_mul(dc, variant == LSTM_COUPLED ? v_sub(g, cp) : g), v_mul(i, v_sub(one, i)));
	dag = v_mul(v_mul(dc, i), v_sub(one, v_mul(g, g)));
	if (k.f >= 0) {
		vf f = v_get(y + k.f * H, full, n);
		daf = v_mul(v_mul(dc, cp), v_mul(f, v_sub(one, f)));
		dcp = v_mul(dc, f);
	} else dcp = variant == LSTM_COUPLED ? v_mul(dc, v_sub(one, i)) : dc;
	if (variant == LSTM_PEEPHOLE) {
		dcp = v_fma(v_get(p, full, n), dai, v_fma(v_get(p + H, full, n), daf, dcp));
		sum[4] = v_fma(dai, cp, sum[4]);
		sum[5] = v_fma(daf, cp, sum[5]);
		sum[6] = v_fma(dao, c, sum[6]);
	}

	v_put(carried, dcp, full, n);
	if (l->deltaC) v_put(l->deltaC + u, dc, full, n);
	v_put(to + k.i * H, dai, full, n);
	if (k.f >= 0) v_put(to + k.f * H, daf, full, n);
	v_put(to + k.g * H, dag, full, n);
	v_put(to + k.o * H, dao, full, n);
	if (l->deltaGates) {
		float *keep = l->deltaGates + row * GH + j;
		v_put(keep + k.i * H, dai, full, n);
		if (k.f >= 0) v_put(keep + k.f * H, daf, full, n);
		v_put(keep + k.g * H, dag, full, n);
		v_put(keep + k.o * H, dao, full, n);
	}
	sum[k.i] = v_add(sum[k.i], dai);
	if (k.f >= 0) sum[k.f] = v_add(sum[k.f], daf);
	sum[k.g] = v_add(sum[k.g], dag);
	sum[k.o] = v_add(sum[k.o], dao);
}

INLINE void lstm_backward_cells(const int variant, const Layer *l, idx s, idx t, const float *dh, float *delta) {
	const idx H = l->H, n = strip_columns(H, s);
	vf sum[2][7];
	for (int v = 0; v < 2; v++)
		for (int q = 0; q < 7; q++) sum[v][q] = v_zero();
	EACH_VECTOR(l, s, s + 1, lstm_back_cell(variant, l, t, b, j, full, n, dh, delta, sum[v]))
	for (idx q = 0; q < l->G; q++) add_sums(l->db + q * H + s * NR, &sum[0][q], 7, n);
	for (idx q = 0; variant == LSTM_PEEPHOLE && q < 3; q++) add_sums(l->dExtra + q * H + s * NR, &sum[0][4 + q], 7, n);
}

static void lstm_backward_job(void *arg, int thread, int threads) {
	const Layer *l = arg;
	Own own = own_of(l, thread, threads);
	idx B = l->B, H = l->H, GH = l->G * H, BH = B * H;
	pack_backward(l, &own, thread, threads);
	copy_own(l, &own, l->dcLast, l->dc);
	for (idx t = l->T - 1; t >= 0; t--) {
		float *dh = l->deltaH ? l->deltaH + t * BH : l->dh, *delta = deltas_of(l, t);
		const float *dOut = l->dOut + t * BH;
		if (t == l->T - 1) last_dh(l, &own, dOut, dh);
		const float *next = t < l->T - 1 ? left_deltas(l, &own, 0, GH, deltas_of(l, t + 1)) : 0;
		for (idx s = own.s0; s < own.s1; s++) {
			if (t < l->T - 1) back_strip(l, s, 0, GH, next, dOut, dh);
			switch (l->variant) {
			case LSTM_FORGET: lstm_backward_cells(LSTM_FORGET, l, s, t, dh, delta); break;
			case LSTM_1997: lstm_backward_cells(LSTM_1997, l, s, t, dh, delta); break;
			case LSTM_PEEPHOLE: lstm_backward_cells(LSTM_PEEPHOLE, l, s, t, dh, delta); break;
			default: lstm_backward_cells(LSTM_COUPLED, l, s, t, dh, delta); break;
			}
		}
		pool_barrier(l->context->pool, threads);
		if (t % l->steps == 0) {
			idx rows = smaller(l->steps, l->T - t) * B;
			chunk_gradients(l, &own, t, rows, delta);
			if (l->dx) input_gradient(l, &own, t * B, rows, delta, thread, threads);
		}
	}
	add_table(l, &own);
	copy_own(l, &own, l->dc, l->dcFirst);
	if (!l->dhFirst) return;
	if (l->T == 0) copy_own(l, &own, l->dhLast, l->dhFirst);
	else {
		const float *first = left_deltas(l, &own, 0, GH, deltas_of(l, 0));
		for (idx s = own.s0; s < own.s1; s++) back_strip(l, s, 0, GH, first, 0, l->dhFirst);
	}
}

static int lstm_backward(Layer *l) {
	l->G = lstm_blocks(l->variant).o + 1;
	plan_layer(l);
	if (reserve_backward(l, l->G)) return 1;
	pool_run(l->context->pool, l->threads, lstm_backward_job, l);
	return 0;
}
