/*
 * Attention of T queries over the positions first[b] <= j < J of each sequence b, forward and backward.
 *
 *   e_tj = q_t . k_j, or v . tanh(q_t + k_j);   a_tj = exp(e_tj - max) / sum;   c_t = sum_j a_tj h_j
 *   dL/da_tj = dL/dc_t . h_j;   dL/dh_j += a_tj dL/dc_t;   dL/de_tj = a_tj (dL/da_tj - sum_i a_ti dL/da_ti)
 *   dot: dL/dq_t += dL/de_tj k_j, dL/dk_j += dL/de_tj q_t
 *   additive, z = tanh(q_t + k_j): dL/dv += dL/de_tj z; dL/dq_t and dL/dk_j += dL/de_tj v (1 - z^2)
 *
 * Shapes: query [T,B,A], keys [J,B,A], v [A] or NULL for dot, values [J,B,C], weights [T,B,J], context [T,B,C]; dv
 * [B,A], of each sequence. Positions before the first have weight 0. Cost 2 T B J (A + C), backward twice that, and
 * about 20 T B J A more for each tanh.
 * A thread owns whole sequences, so no sum is ever split. Small on purpose: every page loads it.
 * Twin: src/kernels/reference/attention.ts.
 */
#include "layer.h"

typedef struct {
	idx T, J, B, A, C;
	int back;
	const float *query, *keys, *v, *values, *dsum; /* sum: the context c_t */
	const int32_t *first;
	float *weights, *sum, *dquery, *dkeys, *dvalues, *dv;
	Context *context;
	float *z; /* of each thread, `width` floats: tanh(q + k) */
	idx width;
} Attention;

/* The first m numbers, of a vector that an array ends with. */
SMALL vf attention_end(const float *p, idx m) { return v_loadn(p, m); }
SMALL void attention_put_end(float *p, vf x, idx m) { v_storen(p, x, m); }
INLINE vf attention_get(const float *p, idx m) { return m == VL ? v_load(p) : attention_end(p, m); }
INLINE void attention_put(float *p, vf x, idx m) {
	if (m == VL) v_store(p, x);
	else attention_put_end(p, x, m);
}

/* sum_k x_k y_k */
SMALL float attention_dot(idx n, const float *x, const float *y) {
	vf sum = v_zero();
	for (idx k = 0; k < n; k += VL) {
		idx m = smaller(VL, n - k);
		sum = v_fma(attention_get(x + k, m), attention_get(y + k, m), sum);
	}
	return v_sum(sum);
}

/* to += factor from */
SMALL void attention_add(idx n, float factor, const float *from, float *to) {
	for (idx k = 0; k < n; k += VL) {
		idx m = smaller(VL, n - k);
		attention_put(to + k, v_fma(v_set1(factor), attention_get(from + k, m), attention_get(to + k, m)), m);
	}
}

/* z = tanh(q + key) */
SMALL void attention_tanh(idx n, const float *q, const float *key, float *z) {
	for (idx k = 0; k < n; k++) z[k] = q[k] + key[k];
	activation(1, n, z, z);
}

/* Weights and context of query row t B + b. */
SMALL void attention_row(const Attention *a, idx row, idx b, float *z) {
	idx from = a->first[b], J = a->J, C = a->C, A = a->A;
	const float *q = a->query + row * A;
	float *w = a->weights + row * J, *sum = a->sum + row * C, most = -3e38f, total = 0;
	memset(w, 0, (size_t)from * sizeof(float));
	memset(sum, 0, (size_t)C * sizeof(float));
	for (idx j = from; j < J; j++) {
		const float *key = a->keys + (j * a->B + b) * A;
		if (a->v) attention_tanh(A, q, key, z);
		w[j] = a->v ? attention_dot(A, z, a->v) : attention_dot(A, q, key);
		most = w[j] > most ? w[j] : most;
	}
	for (idx j = from; j < J; j++) w[j] -= most;
	activation(2, J - from, w + from, w + from);
	for (idx j = from; j < J; j++) total += w[j];
	for (idx j = from; j < J; j++) {
		w[j] /= total;
		attention_add(C, w[j], a->values + (j * a->B + b) * C, sum);
	}
}

SMALL void attention_row_back(const Attention *a, idx row, idx b, float *z) {
	idx from = a->first[b], J = a->J, C = a->C, A = a->A;
	const float *w = a->weights + row * J, *dsum = a->dsum + row * C, *q = a->query + row * A;
	float *dq = a->dquery + row * A, mean = 0;
	memset(dq, 0, (size_t)A * sizeof(float));
	for (idx j = from; j < J; j++) mean += w[j] * attention_dot(C, dsum, a->values + (j * a->B + b) * C);
	for (idx j = from; j < J; j++) {
		idx at = j * a->B + b;
		float de = w[j] * (attention_dot(C, dsum, a->values + at * C) - mean);
		const float *key = a->keys + at * A;
		float *dkey = a->dkeys + at * A;
		if (a->v) {
			attention_tanh(A, q, key, z);
			attention_add(A, de, z, a->dv + b * A);
			for (idx k = 0; k < A; k++) z[k] = de * a->v[k] * (1 - z[k] * z[k]);
		}
		attention_add(A, a->v ? 1 : de, a->v ? z : key, dq);
		attention_add(A, a->v ? 1 : de, a->v ? z : q, dkey);
		attention_add(C, w[j], dsum, a->dvalues + at * C);
	}
}

SMALL void attention_job(void *arg, int thread, int threads) {
	const Attention *a = arg;
	float *z = a->z + thread * a->width;
	for (idx b = share(a->B, thread, threads); b < share(a->B, thread + 1, threads); b++)
		for (idx t = 0; t < a->T; t++) {
			if (a->back) attention_row_back(a, t * a->B + b, b, z);
			else attention_row(a, t * a->B + b, b, z);
		}
}

SMALL int attention(Attention *a) {
	double each = (a->v ? 20 : 2) * (double)a->A + 2 * (double)a->C;
	int threads = threads_for(a->context, (double)a->T * (double)a->B * (double)a->J * each, a->B);
	a->width = a->v ? (a->A + 31) / 16 * 16 : 0; /* whole cache lines, and a vector more than A */
	if (!scratch_of(a->context, (int64_t)a->width * threads)) return 1;
	a->z = (float *)a->context->scratch;
	pool_run(a->context->pool, threads, attention_job, a);
	return 0;
}
