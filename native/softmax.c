/*
 * Softmax cross-entropy, forward and backward in one pass over each row.
 *
 *   loss_n = ln(sum_v exp(logits_v - max)) + max - logits_target
 *   dlogits_v = scale (exp(logits_v - max) / sum - [v = target])
 *
 * Shapes: logits [N,V], targets [N] (-1: loss 0, gradient 0), losses [N]; dlogits [N,V] may be the logits or absent.
 * Cost about 20 N V. Error: loss (V 2^-24 + 4e-7) + 2^-23 |logits|; a probability 4e-7 + V 2^-24.
 * Twin: src/kernels/reference, softmaxCrossEntropy.
 */
#include "layer.h"

typedef struct {
	idx N, V;
	float scale;
	const float *logits;
	const int32_t *targets;
	float *losses, *dlogits;
	Context *context;
} Softmax;

static void softmax_row(const Softmax *s, idx n) {
	idx V = s->V, v, target = s->targets[n];
	const float *x = s->logits + n * V;
	float *d = s->dlogits ? s->dlogits + n * V : 0;
	if (target < 0) {
		s->losses[n] = 0;
		for (v = 0; d && v < V; v++) d[v] = 0;
		return;
	}
	float most = x[0], wanted = x[target];
	vf top = v_set1(most);
	for (v = 0; v + VL <= V; v += VL) top = v_max(v_load(x + v), top);
	most = v_largest(top);
	for (; v < V; v++) most = x[v] > most ? x[v] : most;
	/* e = exp(x - max), kept in dlogits; the lanes beyond V add exactly 0 */
	vf shift = v_set1(most), sums = v_zero();
	for (v = 0; v + VL <= V; v += VL) {
		vf e = v_exp_negative(v_sub(v_load(x + v), shift));
		if (d) v_store(d + v, e);
		sums = v_add(sums, e);
	}
	if (v < V) {
		float rest[VL];
		for (idx i = 0; i < VL; i++) rest[i] = v + i < V ? x[v + i] - most : -1e30f;
		vf e = v_exp_negative(v_load(rest));
		if (d) v_storen(d + v, e, V - v);
		sums = v_add(sums, e);
	}
	float sum = v_sum(sums);
	s->losses[n] = (float)(log_of((double)sum) + ((double)most - (double)wanted));
	if (!d) return;
	vf share_of = v_set1(s->scale / sum);
	for (v = 0; v + VL <= V; v += VL) v_store(d + v, v_mul(v_load(d + v), share_of));
	if (v < V) v_storen(d + v, v_mul(v_loadn(d + v, V - v), share_of), V - v);
	d[target] -= s->scale;
}

static void softmax_job(void *arg, int thread, int threads) {
	const Softmax *s = arg;
	for (idx n = share(s->N, thread, threads); n < share(s->N, thread + 1, threads); n++) softmax_row(s, n);
}

static int softmax(Softmax *s) {
	int threads = threads_for(s->context, 30.0 * (double)s->N * (double)s->V, s->N);
	pool_run(s->context->pool, threads, softmax_job, s);
	return 0;
}
