/*
 * Optimisers, one pass over all parameters; formulas at `Update` in src/kernels/kernels.ts.
 *
 *   w, g, m, v [n], no two overlapping; g is only read. Elements [0, decayed) take weightDecay. Cost about 15 n, 28 n
 *   bytes of memory traffic for adam. Error: a few roundings (2^-24 relative to the terms) an update.
 * Twin: src/kernels/reference, update.
 *
 * And the sum of squares in float64: 16 running sums, element j in sum j % 16, then added pairwise; the same bits in
 * every build and at any thread count.
 */
#include "layer.h"

enum { UPDATE_SGD, UPDATE_MOMENTUM, UPDATE_RMSPROP, UPDATE_ADAM, UPDATE_ADAMW };

typedef struct {
	idx n, decayed;
	int kind;
	float *w, *m, *v;
	const float *g;
	float lr, beta1, beta2, rest1, rest2, eps, weightDecay, gradScale, clipValue;
	float unbias1, unbias2; /* 1 / (1 - beta^step) */
	Context *context;
} Update;

INLINE void update_range(const int kind, const Update *u, idx from, idx to, float weightDecay) {
	const vf lr = v_set1(u->lr), beta1 = v_set1(u->beta1), beta2 = v_set1(u->beta2), rest1 = v_set1(u->rest1);
	const vf rest2 = v_set1(u->rest2), eps = v_set1(u->eps), decay = v_set1(weightDecay), scale = v_set1(u->gradScale);
	const vf high = v_set1(u->clipValue), low = v_set1(-u->clipValue);
	const vf unbias1 = v_set1(u->unbias1), unbias2 = v_set1(u->unbias2);
	for (idx j = from; j < to; j += VL) {
		idx n = smaller(VL, to - j);
		vf w = v_loadn(u->w + j, n), g = v_clamp(v_mul(v_loadn(u->g + j, n), scale), low, high), move = g;
		if (kind != UPDATE_ADAMW) g = move = v_fma(decay, w, g);
		if (kind == UPDATE_MOMENTUM) {
			move = v_fma(beta1, v_loadn(u->m + j, n), g);
			v_storen(u->m + j, move, n);
		}
		if (kind == UPDATE_RMSPROP || kind >= UPDATE_ADAM) {
			vf v = v_fma(beta2, v_loadn(u->v + j, n), v_mul(rest2, v_mul(g, g)));
			v_storen(u->v + j, v, n);
			if (kind >= UPDATE_ADAM) {
				vf m = v_fma(beta1, v_loadn(u->m + j, n), v_mul(rest1, g));
				v_storen(u->m + j, m, n);
				move = v_div(v_mul(m, unbias1), v_add(v_sqrt(v_mul(v, unbias2)), eps));
			} else move = v_div(g, v_add(v_sqrt(v), eps));
		}
		if (kind == UPDATE_ADAMW) move = v_fma(decay, w, move);
		v_storen(u->w + j, v_sub(w, v_mul(lr, move)), n);
	}
}

static void update_job(void *arg, int thread, int threads) {
	const Update *u = arg;
	idx vectors = (u->n + VL - 1) / VL;
	idx from = smaller(u->n, share(vectors, thread, threads) * VL), to = smaller(u->n, share(vectors, thread + 1, threads) * VL);
	idx middle = u->decayed < from ? from : smaller(u->decayed, to);
	for (int part = 0; part < 2; part++) {
		idx a = part ? middle : from, b = part ? to : middle;
		float decay = part ? 0 : u->weightDecay;
		switch (u->kind) {
		case UPDATE_SGD: update_range(UPDATE_SGD, u, a, b, decay); break;
		case UPDATE_MOMENTUM: update_range(UPDATE_MOMENTUM, u, a, b, decay); break;
		case UPDATE_RMSPROP: update_range(UPDATE_RMSPROP, u, a, b, decay); break;
		case UPDATE_ADAM: update_range(UPDATE_ADAM, u, a, b, decay); break;
		default: update_range(UPDATE_ADAMW, u, a, b, decay); break;
		}
	}
}

static int update(Update *u) {
	pool_run(u->context->pool, threads_for(u->context, 4.0 * (double)u->n, u->n), update_job, u);
	return 0;
}

static double sum_squares(idx n, const float *x) {
	double sums[16] = {0};
	idx j = 0;
	for (; j + 16 <= n; j += 16)
		for (int i = 0; i < 16; i++) sums[i] += (double)x[j + i] * (double)x[j + i];
	for (; j < n; j++) sums[j % 16] += (double)x[j] * (double)x[j];
	for (int half = 8; half > 0; half /= 2)
		for (int i = 0; i < half; i++) sums[i] += sums[i + half];
	return sums[0];
}
