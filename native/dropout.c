/*
 * Dropout: y_j = 0 where word_j < rate 2^32, else x_j / (1 - rate), the words drawn by random.h: element j uses word
 * j % 2 of block counter + j / 2. x, y [n]; y may be x. Cost about 50 n. Error: one rounding of the factor and one of
 * the product. Twin: src/kernels/reference, dropout; the mask is the same in every engine.
 */
#include "layer.h"
#include "random.h"

typedef struct {
	idx n;
	double rate, counter;
	uint32_t key[2];
	const float *x;
	float *y;
	Context *context;
} Dropout;

static void dropout_job(void *arg, int thread, int threads) {
	const Dropout *d = arg;
	const idx blocks = (d->n + 2 * LANES - 1) / (2 * LANES);
	const float factor = (float)(1 / (1 - d->rate));
	double edge = d->rate * 4294967296.0;
	uint64_t least = (uint64_t)edge;
	if ((double)least < edge) least++; /* word < edge exactly when word < least */
	for (idx k = share(blocks, thread, threads); k < share(blocks, thread + 1, threads); k++) {
		uint32_t words[2 * LANES];
		idx at = k * 2 * LANES, n = smaller(2 * LANES, d->n - at);
		threefry(d->key, (uint64_t)d->counter + (uint64_t)k * LANES, words);
		for (idx i = 0; i < n; i++) d->y[at + i] = words[i] < least ? 0.0f : d->x[at + i] * factor;
	}
}

static int dropout(Dropout *d) {
	pool_run(d->context->pool, threads_for(d->context, 50.0 * (double)d->n, d->n), dropout_job, d);
	return 0;
}
