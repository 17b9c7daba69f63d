/*
 * The simple recurrent layer (Elman 1990).
 *
 *   h_t = act(W_ih x_t + W_hh h_{t-1} + b)
 *   delta_t = dL/dh_t act'(h_t);  dL/dh_{t-1} = delta_t W_hh
 *
 * Shapes: x [T,B,D] or ids [T,B]; w_ih [H,D], w_hh [H,H], b [H], h [T+1,B,H] (h[1..T] holds the pre-activations until
 * each step is taken). No arrays overlap. Cost 2 T B H (D + H), backward twice that. Error of a step: the products'
 * (gemm.h) plus 2e-7 of the activation. Twin: src/kernels/reference, rnnForward and rnnBackward.
 */
#include "layer.h"

enum { RNN_TANH, RNN_RELU, RNN_SIGMOID, RNN_LINEAR };

INLINE vf rnn_act(int activation, vf a) {
	switch (activation) {
	case RNN_TANH: return v_tanh(a);
	case RNN_RELU: return v_clamp(a, v_zero(), v_set1(__builtin_inff()));
	case RNN_SIGMOID: return v_sigmoid(a);
	default: return a;
	}
}

/* act'(a), written in h = act(a), times dh */
INLINE vf rnn_slope(int activation, vf h, vf dh) {
	const vf one = v_set1(1.0f), tiny = v_set1(1e-45f);
	switch (activation) {
	case RNN_TANH: return v_mul(dh, v_sub(one, v_mul(h, h)));
	case RNN_RELU: return v_if_ge(h, tiny, dh);
	case RNN_SIGMOID: return v_mul(dh, v_mul(h, v_sub(one, h)));
	default: return dh;
	}
}

INLINE void rnn_forward_cells(const int activation, const Layer *l, idx s, idx end, float *h) {
	EACH_VECTOR(l, s, end, v_put(h + b * l->H + j, rnn_act(activation, v_get(h + b * l->H + j, full, n)), full, n))
}

static void rnn_forward_job(void *arg, int thread, int threads) {
	const Layer *l = arg;
	Own o = own_of(l, thread, threads);
	idx B = l->B, H = l->H;
	pack_forward(l, &o);
	for (idx t = 0; t < l->T; t++) {
		const float *x = t % l->steps == 0 ? left_inputs(l, &o, t) : 0;
		if (!l->ids && t % l->steps == 0)
			input_strips(l, 0, o.s0, o.s1, t * B, smaller(l->steps, l->T - t) * B, x, l->h + (t + 1) * B * H + o.u0, H);
		const float *before = left_state(l, &o, l->h + t * B * H);
		float *now = l->h + (t + 1) * B * H;
		for (idx s = o.s0; s < o.s1; s += l->run) {
			const idx end = smaller(s + l->run, o.s1);
			float *a = now + s * NR;
			if (l->ids) input_strips(l, 0, s, end, t * B, B, x, a, H);
			recurrent_strips(l, 0, s, end, before, a, H, a, H);
			switch (l->variant) {
			case RNN_TANH: rnn_forward_cells(RNN_TANH, l, s, end, now); break;
			case RNN_RELU: rnn_forward_cells(RNN_RELU, l, s, end, now); break;
			case RNN_SIGMOID: rnn_forward_cells(RNN_SIGMOID, l, s, end, now); break;
			}
		}
		if (t + 1 < l->T) pool_barrier(l->context->pool, threads);
	}
}

static int rnn_forward(Layer *l) {
	l->G = 1;
	plan_layer(l);
	if (reserve_forward(l)) return 1;
	pool_run(l->context->pool, l->threads, rnn_forward_job, l);
	return 0;
}

/* delta = dh act'; *sum += delta */
INLINE void rnn_back_cell(const int activation, const Layer *l, idx t, idx b, idx j, const int full, idx n,
	const float *dh, float *delta, vf *sum) {
	const idx u = b * l->H + j, BH = l->B * l->H;
	vf d = rnn_slope(activation, v_get(l->h + (t + 1) * BH + u, full, n), v_get(dh + u, full, n));
	v_put(delta + b * l->ld + j, d, full, n);
	if (l->deltaGates) v_put(l->deltaGates + t * BH + u, d, full, n);
	*sum = v_add(*sum, d);
}

INLINE void rnn_backward_cells(const int activation, const Layer *l, idx s, idx t, const float *dh, float *delta) {
	vf sum[2] = {v_zero(), v_zero()};
	EACH_VECTOR(l, s, s + 1, rnn_back_cell(activation, l, t, b, j, full, n, dh, delta, &sum[v]))
	add_sums(l->db + s * NR, sum, 1, strip_columns(l->H, s));
}

static void rnn_backward_job(void *arg, int thread, int threads) {
	const Layer *l = arg;
	Own o = own_of(l, thread, threads);
	idx B = l->B, H = l->H, BH = B * H;
	pack_backward(l, &o, thread, threads);
	for (idx t = l->T - 1; t >= 0; t--) {
		float *dh = l->deltaH ? l->deltaH + t * BH : l->dh, *delta = deltas_of(l, t);
		const float *dOut = l->dOut + t * BH;
		if (t == l->T - 1) last_dh(l, &o, dOut, dh);
		const float *next = t < l->T - 1 ? left_deltas(l, &o, 0, H, deltas_of(l, t + 1)) : 0;
		for (idx s = o.s0; s < o.s1; s++) {
			if (t < l->T - 1) back_strip(l, s, 0, H, next, dOut, dh);
			switch (l->variant) {
			case RNN_TANH: rnn_backward_cells(RNN_TANH, l, s, t, dh, delta); break;
			case RNN_RELU: rnn_backward_cells(RNN_RELU, l, s, t, dh, delta); break;
			case RNN_SIGMOID: rnn_backward_cells(RNN_SIGMOID, l, s, t, dh, delta); break;
			default: rnn_backward_cells(RNN_LINEAR, l, s, t, dh, delta); break;
			}
		}
		pool_barrier(l->context->pool, threads);
		if (t % l->steps == 0) {
			idx rows = smaller(l->steps, l->T - t) * B;
			chunk_gradients(l, &o, t, rows, delta);
			if (l->dx) input_gradient(l, &o, t * B, rows, delta, thread, threads);
		}
	}
	add_table(l, &o);
	if (!l->dhFirst) return;
	if (l->T == 0) copy_own(l, &o, l->dhLast, l->dhFirst);
	else {
		const float *first = left_deltas(l, &o, 0, H, deltas_of(l, 0));
		for (idx s = o.s0; s < o.s1; s++) back_strip(l, s, 0, H, first, 0, l->dhFirst);
	}
}

static int rnn_backward(Layer *l) {
	l->G = 1;
	plan_layer(l);
	if (reserve_backward(l, 1)) return 1;
	pool_run(l->context->pool, l->threads, rnn_backward_job, l);
	return 0;
}
