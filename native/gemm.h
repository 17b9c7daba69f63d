/*
 * Products of matrices. Each output element is one sum over k = 0, 1, 2, ... in that order (in blocks of KC, each
 * summed from 0 and then added; few_product: by lane), whatever tile or thread it falls in: results do not depend on the
 * thread count. No output overlaps an input but where Cin is C. Cost: 2 M N K.
 * Error of one element: |got - exact| <= (K + 2) 2^-24 sum_k |a_k b_k|, with unfused multiply-add twice that.
 *
 * Where `half` is not 0 (Context, kernels.h) these products round their operands to bfloat16, and packings have the form
 * of half.h; those of a few rows, FEW at most, keep floats.
 *
 * The right-hand matrix is packed into panels of one strip (NR columns): [K][NR], or [K][VL] where a strip has at most
 * VL columns; missing columns are zero. Panels of KC rows stay in the first-level cache.
 */
#ifndef SLUICE_GEMM_H
#define SLUICE_GEMM_H
#include "kernels.h"
#include "vec.h"

#if defined(ISA_AVX512)
enum { MR = 12 }; /* rows of a tile: as many as leave registers for one row of the panel and one broadcast */
#elif defined(ISA_NEON)
enum { MR = 8 };
#elif defined(__wasm__)
enum { MR = 4 }; /* V8 loads all broadcasts of a step first: 8 sums, 4 broadcasts and 2 vectors fit in its 15 registers */
#else
enum { MR = 6 };
#endif
enum { NR = 2 * VL, KC = 256, KT = 384, FEW = 3 };

#define UNROLL _Pragma("GCC unroll 16")

INLINE idx smaller(idx a, idx b) { return a < b ? a : b; }
INLINE idx strips_of(idx n) { return (n + NR - 1) / NR; }
/* Row stride of the panel of a strip with n columns. */
INLINE idx panel_width(idx n) { return n > VL ? NR : VL; }
/* The first of the rows or strips that belong to thread i of n. */
INLINE idx share(idx total, int i, int n) { return total * i / n; }

/*
 * C[r,:] = Cin[r,:] + sum_k a[r * row + k * step] P[k,:] for rows r < rows and n columns; nv vectors a row.
 * The inner loop is kept plain, with one pointer a row: V8 compiles unrolled forms to slower code.
 */
INLINE void tile(const int rows, const int nv, const int packed, idx K, const float *A, idx row, const float *P,
	const float *Cin, idx ldi, float *C, idx ldc, idx n) {
	vf acc[MR][2];
	const float *a[MR];
	const idx step = packed ? rows : 1;
	UNROLL for (int r = 0; r < rows; r++) {
		acc[r][0] = acc[r][1] = v_zero();
		a[r] = packed ? A + r : A + r * row;
	}
	for (idx k = 0; k < K; k++) {
		vf p0 = v_load(P), p1 = nv > 1 ? v_load(P + VL) : p0;
		P += nv * VL;
		UNROLL for (int r = 0; r < rows; r++) {
			vf x = v_set1(a[r][k * step]);
			acc[r][0] = v_fma(x, p0, acc[r][0]);
			if (nv > 1) acc[r][1] = v_fma(x, p1, acc[r][1]);
		}
	}
	if (n == nv * VL) {
		UNROLL for (int r = 0; r < rows; r++) {
			v_store(C + r * ldc, v_add(v_load(Cin + r * ldi), acc[r][0]));
			if (nv > 1) v_store(C + r * ldc + VL, v_add(v_load(Cin + r * ldi + VL), acc[r][1]));
		}
	} else {
		UNROLL for (int r = 0; r < rows; r++) {
			const float *in = Cin + r * ldi;
			float *out = C + r * ldc;
			if (nv > 1) {
				v_store(out, v_add(v_load(in), acc[r][0]));
				v_storen(out + VL, v_add(v_loadn(in + VL, n - VL), acc[r][1]), n - VL);
			} else v_storen(out, v_add(v_loadn(in, n), acc[r][0]), n);
		}
	}
}

#define TILE_ARGS idx K, const float *A, idx row, const float *P, const float *Cin, idx ldi, float *C, idx ldc, idx n
#define TILE(rows) \
	static __attribute__((noinline)) void tile_##rows##_1(TILE_ARGS) { tile(rows, 1, 0, K, A, row, P, Cin, ldi, C, ldc, n); } \
	static __attribute__((noinline)) void tile_##rows##_2(TILE_ARGS) { tile(rows, 2, 0, K, A, row, P, Cin, ldi, C, ldc, n); } \
	static __attribute__((noinline)) void tile_##rows##_1t(TILE_ARGS) { tile(rows, 1, 1, K, A, row, P, Cin, ldi, C, ldc, n); } \
	static __attribute__((noinline)) void tile_##rows##_2t(TILE_ARGS) { tile(rows, 2, 1, K, A, row, P, Cin, ldi, C, ldc, n); }
TILE(1) TILE(2) TILE(3) TILE(4)
#define TILES(rows, t) \
	case rows: (n > VL ? tile_##rows##_2##t : tile_##rows##_1##t)(K, A, row, P, Cin, ldi, C, ldc, n); break;
#define TILES_4(t) TILES(1, t) TILES(2, t) TILES(3, t) TILES(4, t)
#if !defined(__wasm__)
TILE(5) TILE(6)
#define TILES_6(t) TILES(5, t) TILES(6, t)
#else
#define TILES_6(t)
#endif
#if defined(ISA_AVX512) || defined(ISA_NEON)
TILE(7) TILE(8)
#define TILES_8(t) TILES(7, t) TILES(8, t)
#else
#define TILES_8(t)
#endif
#if defined(ISA_AVX512)
TILE(9) TILE(10) TILE(11) TILE(12)
#define TILES_12(t) TILES(9, t) TILES(10, t) TILES(11, t) TILES(12, t)
#else
#define TILES_12(t)
#endif

INLINE void tile_rows(idx rows, TILE_ARGS) {
	switch (rows) { TILES_4() TILES_6() TILES_8() TILES_12() }
}
INLINE void tile_columns(idx rows, TILE_ARGS) {
	switch (rows) { TILES_4(t) TILES_6(t) TILES_8(t) TILES_12(t) }
}

static const float no_floats[NR] = {0};

#include "half.h"
#if defined(ISA_AVX512) && defined(HALF_PRODUCTS)
#define IF_HALF(...) if (half) { __VA_ARGS__; return; }
INLINE int half_of(const Context *context) { return context->half; }
/* Floats of a panel of K rows, and of M columns of K terms as pack_columns packs them. */
INLINE idx panel_size(int half, idx K) { return half ? half_words(K) * NR : K * NR; }
INLINE idx columns_size(int half, idx M, idx K) { return half ? half_height(M) * half_words(K) : M * K; }
/* Floats of room that left_rows wants for M rows of K terms. */
INLINE idx left_size(int half, idx M, idx K) { return half ? half_height(M) * half_words(K) : 0; }
#else
#define IF_HALF(...) (void)half;
INLINE int half_of(const Context *context) { return (void)context, 0; }
INLINE idx panel_size(int half, idx K) { return (void)half, K * NR; }
INLINE idx columns_size(int half, idx M, idx K) { return (void)half, M * K; }
INLINE idx left_size(int half, idx M, idx K) { return (void)half, (void)M, (void)K, 0; }
#endif

/* The left-hand rows A [M,K] of products with all strips: as they lie, or with `half` as words in `room`. */
INLINE const float *left_rows(int half, idx M, idx K, const float *A, idx lda, float *room) {
#if defined(ISA_AVX512) && defined(HALF_PRODUCTS)
	if (half) {
		half_pack_rows(M, K, A, lda, room);
		return room;
	}
#endif
	(void)half, (void)M, (void)K, (void)lda, (void)room;
	return A;
}

/* Their terms from k, with `half` a multiple of 32. */
INLINE const float *left_from(int half, const float *left, idx k) {
#if defined(ISA_AVX512) && defined(HALF_PRODUCTS)
	if (half) return left + k / TERMS * TILE;
#endif
	(void)half;
	return left + k;
}

/* M rows in blocks of equal height, at most MR: block i of n starts at this row. M i passes 2^31 where idx has 32 bits. */
INLINE idx blocks_of(idx M) { return (M + MR - 1) / MR; }
INLINE idx block_start(idx M, idx i, idx n) { return (idx)((int64_t)M * i / n); }

/*
 * NT and NN: C[M,n] = Cin[M,n] + A[M,K] panel, for the n <= NR columns of one strip, with A by left_rows: lda numbers lie
 * from one row to the next, and with `half` a packed row has lda terms. Cin may be C itself; NULL stands for zeros, and
 * ldi = 0 repeats one row (a bias).
 */
static void strip_product(int half, idx M, idx K, const float *A, idx lda, const float *panel, idx n, const float *Cin,
	idx ldi, float *C, idx ldc) {
	idx width = panel_width(n), blocks = blocks_of(M);
	if (!Cin) Cin = no_floats, ldi = 0;
	IF_HALF(half_strip_product(half, M, K, A, half_words(lda), panel, n, Cin, ldi, C, ldc))
	for (idx k = 0; k < K || k == 0; k += KC) {
		idx depth = smaller(KC, K - k);
		for (idx i = 0; i < blocks; i++) {
			idx r = block_start(M, i, blocks), rows = block_start(M, i + 1, blocks) - r;
			tile_rows(rows, depth, A + r * lda + k, lda, panel + k * width, Cin + r * ldi, ldi, C + r * ldc, ldc, n);
		}
		Cin = C, ldi = ldc;
	}
}

/* panel[k][r] = W[r][k] for n <= NR rows of W[.,K]: what x W^T needs. */
static void pack_transposed(int half, idx K, const float *W, idx ldw, idx n, float *panel) {
	IF_HALF(half_pack_transposed(K, W, ldw, n, panel))
	idx width = panel_width(n);
	for (idx r = 0; r < width; r++) {
		if (r < n) for (idx k = 0; k < K; k++) panel[k * width + r] = W[r * ldw + k];
		else for (idx k = 0; k < K; k++) panel[k * width + r] = 0;
	}
}

/* panel[k][j] = W[k][j] for n <= NR columns: what x W needs. */
static void pack_straight(int half, idx K, const float *W, idx ldw, idx n, float *panel) {
	IF_HALF(half_pack_straight(K, W, ldw, n, panel))
	idx width = panel_width(n);
	for (idx k = 0; k < K; k++, panel += width, W += ldw) {
		if (n == NR) {
			v_store(panel, v_load(W));
			v_store(panel + VL, v_load(W + VL));
		} else if (n > VL) {
			v_store(panel, v_load(W));
			v_store(panel + VL, v_loadn(W + VL, n - VL));
		} else v_store(panel, v_loadn(W, n));
	}
}

/*
 * Block by block, [K][rows of the block]: the columns of A, as tile_columns reads them. M K floats. Whole vectors are
 * copied where a row has them; what they write beyond a block's row is overwritten by the next.
 */
static void pack_columns(int half, idx K, const float *A, idx lda, idx M, float *out) {
	IF_HALF(half_pack_columns(K, A, lda, M, out))
	idx blocks = blocks_of(M);
	for (idx i = 0; i < blocks; i++) {
		idx m = block_start(M, i, blocks), rows = block_start(M, i + 1, blocks) - m;
		const float *from = A + m;
		if (m + (rows + VL - 1) / VL * VL <= M && i + 1 < blocks)
			for (idx k = 0; k < K; k++, from += lda, out += rows)
				for (idx r = 0; r < rows; r += VL) v_store(out + r, v_load(from + r));
		else
			for (idx k = 0; k < K; k++, from += lda, out += rows)
				for (idx r = 0; r < rows; r++) out[r] = from[r];
	}
}

/*
 * Columns that strips_add_transposed takes at once. One strip of floats, whose panel of K <= KT rows stays in the cache;
 * with `half` more, so that C is read in long runs, and the products are too fast to wait for it.
 */
INLINE idx columns_at_once(int half) { return half ? 16 * NR : NR; }

/* TN: C[M,n] += A[K,M]^T panels for the n <= columns_at_once of one strip or more, A packed by pack_columns. */
static void strips_add_transposed(int half, idx M, idx K, const float *columns, const float *panels, idx n, float *C,
	idx ldc) {
	IF_HALF(half_strips_add_transposed(half, M, K, columns, panels, n, C, ldc))
	idx blocks = blocks_of(M);
	for (idx i = 0; i < blocks; i++) {
		idx m = block_start(M, i, blocks), rows = block_start(M, i + 1, blocks) - m;
		tile_columns(rows, K, columns + m * K, 0, panels, C + m * ldc, ldc, C + m * ldc, ldc, n);
	}
}

/* The panels of Bm [K,n] for strips_add_transposed. */
static void pack_strips(int half, idx K, const float *Bm, idx ldb, idx n, float *panels) {
	for (idx j = 0; j < n; j += NR)
		pack_straight(half, K, Bm + j, ldb, smaller(NR, n - j), panels + j / NR * panel_size(half, K));
}

/* Floats of scratch that add_transposed needs for M rows and K <= KT terms at a time. */
INLINE idx transposed_scratch(int half, idx M) { return KT * columns_at_once(half) + columns_size(half, M, KT); }

/* TN: C[M,N] += A[K,M]^T Bm[K,N] in blocks of KT terms: the gradient of a weight matrix. Packs both into `scratch`. */
static void add_transposed(int half, idx M, idx N, idx K, const float *A, idx lda, const float *Bm, idx ldb, float *C,
	idx ldc, float *scratch) {
	if (M == 0 || N == 0) return;
	for (idx k = 0; k < K; k += KT) {
		idx depth = smaller(KT, K - k);
		const idx most = columns_at_once(half);
		float *panels = scratch, *columns = scratch + KT * most;
		pack_columns(half, depth, A + k * lda, lda, M, columns);
		for (idx j = 0; j < N; j += most) {
			idx n = smaller(most, N - j);
			pack_strips(half, depth, Bm + k * ldb + j, ldb, n, panels);
			strips_add_transposed(half, M, depth, columns, panels, n, C + j, ldc);
		}
	}
}

/* The rows of a matrix [.,K] as floats and, where that is not NULL, as words of two bfloat16 (src/kernels/bfloat16.ts). */
typedef struct {
	const float *w, *w16;
} Rows;
enum { BLOCK = 32 }; /* numbers whose words stand together: word i of 16 has number i below and number 16 + i above */

/* Words of a row of K numbers, the last block filled up with zeros. */
INLINE idx words_of(idx K) { return (K + BLOCK - 1) / BLOCK * (BLOCK / 2); }
/* The same from column k on, the first of a block. */
INLINE Rows columns_from(Rows a, idx k) { return (Rows){a.w + k, a.w16 ? a.w16 + k / 2 : 0}; }
INLINE Rows rows_from(Rows a, idx row, idx K) { return (Rows){a.w + row * K, a.w16 ? a.w16 + row * words_of(K) : 0}; }

/*
 * A few rows (generation): C[M,n] = Cin + A[M,K] W^T with K columns of n rows of W[.,ldw] read once, as they lie, at the
 * speed of the memory: the next four rows are asked for while four are at work. ldi = 0 repeats one row of Cin; Cin may be C itself.
 *
 * Of each row of W the even vectors of VL numbers and the odd ones have a sum each by lane over k; the two are added, then
 * the lanes (v_sum). few_floats and few_halves take the terms in the same order, and a bfloat16 widens exactly, so words
 * and floats of the same values give the same bits. few_halves reads 2 bytes a weight instead of 4, whole blocks of
 * them, and of x no more than K numbers. Twin: the products in src/kernels/reference, which read floats.
 */

/* out[r] = in[r] + the sum of both vectors of row r, for n <= 4 rows. */
INLINE void few_sums(const vf sum[2][4], idx n, const float *in, float *out) {
	vf both[4];
	float sums[4];
	UNROLL for (int r = 0; r < 4; r++) both[r] = v_add(sum[0][r], sum[1][r]);
	v_sum4(both, sums);
	for (idx r = 0; r < n; r++) out[r] = in[r] + sums[r];
}

static void few_floats(idx M, idx K, const float *A, idx lda, const float *W, idx ldw, idx n, const float *Cin, idx ldi,
	float *C, idx ldc) {
	for (idx j = 0; j < n; j += 4) {
		const float *w[4];
		for (int r = 0; r < 4; r++) w[r] = W + smaller(j + r, n - 1) * ldw;
		for (idx m = 0; m < M; m++) {
			const float *x = A + m * lda;
			vf sum[2][4];
			idx k = 0;
			UNROLL for (int r = 0; r < 4; r++) sum[0][r] = sum[1][r] = v_zero();
			for (; k + 2 * VL <= K; k += 2 * VL) {
				vf x0 = v_load(x + k), x1 = v_load(x + k + VL);
				UNROLL for (int r = 0; r < 4; r++) {
					__builtin_prefetch(w[r] + 4 * ldw + k);
					sum[0][r] = v_fma(v_load(w[r] + k), x0, sum[0][r]);
					sum[1][r] = v_fma(v_load(w[r] + k + VL), x1, sum[1][r]);
				}
			}
			for (int odd = 0; k < K; k += VL, odd++) {
				idx left = smaller(VL, K - k);
				vf x0 = v_loadn(x + k, left);
				UNROLL for (int r = 0; r < 4; r++) sum[odd][r] = v_fma(v_loadn(w[r] + k, left), x0, sum[odd][r]);
			}
			few_sums(sum, smaller(4, n - j), Cin + m * ldi + j, C + m * ldc + j);
		}
	}
}

static void few_halves(idx M, idx K, const float *A, idx lda, const float *W, idx ldw, idx n, const float *Cin, idx ldi,
	float *C, idx ldc) {
	enum { LOADS = BLOCK / 2 / VL };
	const idx words = words_of(ldw);
	float last[BLOCK]; /* the end of a row of A, filled up with zeros */
	for (idx j = 0; j < n; j += 4) {
		const float *w[4];
		for (int r = 0; r < 4; r++) w[r] = W + smaller(j + r, n - 1) * words;
		for (idx m = 0; m < M; m++) {
			vf sum[2][4];
			UNROLL for (int r = 0; r < 4; r++) sum[0][r] = sum[1][r] = v_zero();
			for (idx k = 0; k < K; k += BLOCK) {
				const float *x = A + m * lda + k;
				if (K - k < BLOCK) {
					for (idx i = 0; i < BLOCK; i++) last[i] = i < K - k ? x[i] : 0;
					x = last;
				}
				UNROLL for (int r = 0; r < 4; r++) __builtin_prefetch(w[r] + 4 * words + k / 2);
				UNROLL for (int i = 0; i < 2 * LOADS; i++) {
					vf xi = v_load(x + i * VL);
					UNROLL for (int r = 0; r < 4; r++) {
						vf both = v_load(w[r] + k / 2 + i % LOADS * VL);
						sum[i % 2][r] = v_fma(i < LOADS ? v_lower(both) : v_upper(both), xi, sum[i % 2][r]);
					}
				}
			}
			few_sums(sum, smaller(4, n - j), Cin + m * ldi + j, C + m * ldc + j);
		}
	}
}

/* ldw: numbers between two rows of W. */
static void few_product(idx M, idx K, const float *A, idx lda, Rows W, idx ldw, idx n, const float *Cin, idx ldi, float *C,
	idx ldc) {
	(W.w16 ? few_halves : few_floats)(M, K, A, lda, W.w16 ? W.w16 : W.w, ldw, n, Cin, ldi, C, ldc);
}

/* A few rows: C[M,n] = Cin + A[M,K] W for n <= NR columns of W[K,.], read as they lie. */
static void few_product_straight(idx M, idx K, const float *A, idx lda, const float *W, idx ldw, idx n, const float *Cin,
	idx ldi, float *C, idx ldc) {
	idx n0 = smaller(n, VL), n1 = n - n0;
	if (!Cin) Cin = no_floats, ldi = 0;
	for (idx m = 0; m < M; m++) {
		vf c0 = v_zero(), c1 = c0;
		for (idx k = 0; k < K; k++) {
			vf x = v_set1(A[m * lda + k]);
			c0 = v_fma(x, v_get(W + k * ldw, n0 == VL, n0), c0);
			if (n1 > 0) c1 = v_fma(x, v_get(W + k * ldw + VL, n1 == VL, n1), c1);
		}
		v_storen(C + m * ldc, v_add(v_loadn(Cin + m * ldi, n0), c0), n0);
		if (n1 > 0) v_storen(C + m * ldc + VL, v_add(v_loadn(Cin + m * ldi + VL, n1), c1), n1);
	}
}
#endif
