/*
 * The dense layer y = x W^T + b, and backward  dx = dy W,  dw += dy^T x,  db += sum_n dy_n.
 *
 * Shapes: x [N,D], w [V,D], b [V], y [N,V]; w16, read in w's place by up to FEW rows, as in gemm.h. No arrays overlap.
 * Cost 2 N D V, backward twice that. Error: gemm.h.
 * Rows are shared out between threads for y and dx, columns of dw for dw: no sum is ever split.
 * Twin: src/kernels/reference, denseForward and denseBackward.
 */
#include "layer.h"

typedef struct {
	idx N, D, V;
	const float *x, *w, *b, *dy;
	const float *w16; /* w as words of two bfloat16, or NULL */
	float *y, *dx, *dw, *db;
	Context *context;
	int threads, few;
	float *packed, *own;
	idx ownSize;
} Dense;

static int dense_plan(Dense *d, double flops, int64_t packed, idx own) {
	int64_t used = 0;
	d->few = d->N <= FEW;
	d->threads = threads_for(d->context, flops, d->few ? strips_of(d->V) : blocks_of(d->N));
	idx panels = take(&used, d->few ? 0 : packed), scratch = take(&used, (int64_t)own * d->threads);
	if (!scratch_of(d->context, used)) return 1;
	d->packed = (float *)d->context->scratch + panels;
	d->own = (float *)d->context->scratch + scratch;
	d->ownSize = own;
	return 0;
}

/* A thread's rows: whole blocks of MR, so that tiles are as high as on one thread. */
static idx own_rows(idx N, int thread, int threads) { return smaller(N, share(blocks_of(N), thread, threads) * MR); }

static void dense_forward_job(void *arg, int thread, int threads) {
	const Dense *d = arg;
	const int half = half_of(d->context);
	const idx size = panel_size(half, d->D);
	idx strips = strips_of(d->V), first = share(strips, thread, threads), last = share(strips, thread + 1, threads);
	if (d->few) {
		idx v = first * NR;
		Rows w = rows_from((Rows){d->w, d->w16}, v, d->D);
		few_product(d->N, d->D, d->x, d->D, w, d->D, smaller(d->V, last * NR) - v, d->b + v, 0, d->y + v, d->V);
		return;
	}
	for (idx s = first; s < last; s++)
		pack_transposed(half, d->D, d->w + s * NR * d->D, d->D, strip_columns(d->V, s), d->packed + s * size);
	pool_barrier(d->context->pool, threads);
	idx end = own_rows(d->N, thread + 1, threads);
	for (idx r = own_rows(d->N, thread, threads); r < end; r += CHUNK) {
		const idx rows = smaller(CHUNK, end - r);
		const float *x = left_rows(half, rows, d->D, d->x + r * d->D, d->D, d->own + thread * d->ownSize);
		for (idx s = 0; s < strips; s++)
			strip_product(half, rows, d->D, x, d->D, d->packed + s * size, strip_columns(d->V, s), d->b + s * NR, 0,
				d->y + r * d->V + s * NR, d->V);
	}
}

static int dense_forward(Dense *d) {
	const int half = half_of(d->context);
	const int64_t packed = (int64_t)strips_of(d->V) * panel_size(half, d->D);
	if (dense_plan(d, 2.0 * (double)d->N * (double)d->D * (double)d->V, packed, left_size(half, CHUNK, d->D))) return 1;
	pool_run(d->context->pool, d->threads, dense_forward_job, d);
	return 0;
}

static void dense_backward_job(void *arg, int thread, int threads) {
	const Dense *d = arg;
	const int half = half_of(d->context);
	const idx size = panel_size(half, d->V);
	idx N = d->N, D = d->D, V = d->V, strips = strips_of(D);
	float *scratch = d->own + thread * d->ownSize;
	if (d->dx) {
		for (idx s = share(strips, thread, threads); s < share(strips, thread + 1, threads); s++) {
			idx n = strip_columns(D, s);
			if (d->few) few_product_straight(N, V, d->dy, V, d->w + s * NR, D, n, 0, 0, d->dx + s * NR, D);
			else pack_straight(half, V, d->w + s * NR, D, n, d->packed + s * size);
		}
		pool_barrier(d->context->pool, threads);
		idx end = own_rows(N, thread + 1, threads);
		for (idx r = own_rows(N, thread, threads); !d->few && r < end; r += CHUNK) {
			const idx rows = smaller(CHUNK, end - r);
			const float *dy = left_rows(half, rows, V, d->dy + r * V, V, scratch);
			for (idx s = 0; s < strips; s++)
				strip_product(half, rows, V, dy, V, d->packed + s * size, strip_columns(D, s), 0, 0, d->dx + r * D + s * NR, D);
		}
	}
	if (V >= D) { /* rows of dw, in whole blocks */
		idx v0 = own_rows(V, thread, threads), v1 = own_rows(V, thread + 1, threads);
		add_transposed(half, v1 - v0, D, N, d->dy + v0, V, d->x, D, d->dw + v0 * D, D, scratch);
	} else { /* strips of columns of dw */
		idx d0 = smaller(D, share(strips, thread, threads) * NR), d1 = smaller(D, share(strips, thread + 1, threads) * NR);
		add_transposed(half, V, d1 - d0, N, d->dy, V, d->x + d0, D, d->dw + d0, D, scratch);
	}
	for (idx v = share(V, thread, threads); v < share(V, thread + 1, threads); v += VL) {
		idx n = smaller(VL, share(V, thread + 1, threads) - v);
		vf total = v_zero();
		for (idx r = 0; r < N; r += KT) {
			vf sum = v_zero();
			for (idx i = r; i < smaller(N, r + KT); i++) sum = v_add(sum, v_get(d->dy + i * V + v, n == VL, n));
			total = v_add(total, sum);
		}
		v_storen(d->db + v, v_add(v_loadn(d->db + v, n), total), n);
	}
}

static int dense_backward(Dense *d) {
	const int half = half_of(d->context);
	const idx room = left_size(half, CHUNK, d->V), columns = transposed_scratch(half, d->V), own = room > columns ? room : columns;
	const int64_t packed = d->dx ? (int64_t)strips_of(d->D) * panel_size(half, d->V) : 0;
	if (dense_plan(d, 4.0 * (double)d->N * (double)d->D * (double)d->V, packed, own)) return 1;
	pool_run(d->context->pool, d->threads, dense_backward_job, d);
	return 0;
}
