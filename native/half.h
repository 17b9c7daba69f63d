/*
 * Products whose operands are rounded to bfloat16 (the upper half of a float32: 8 exponent bits, 7 of the mantissa; Wang
 * & Kanwar 2019), with sums in float32. For x86-64 processors with VDPBF16PS (AVX512-BF16) or tiles (AMX-BF16).
 *
 * Rounding: to nearest, ties to even; numbers below 2^-126 become 0; finite numbers from 3.396e38 become infinite.
 * Error of one element, in addition to that of gemm.h: 2^-7 sum_k |a_k b_k|.
 *
 * The order of one element's sum, whose terms are filled up with zeros to a multiple of 32; results below 2^-126 become 0.
 *   HALF_VECTORS  s = s + a_1 b_1, s = s + a_0 b_0, s = s + a_3 b_3, s = s + a_2 b_2, ... from s = 0, in blocks of KC terms
 *                 (KT for TN) that are each added to Cin
 *   HALF_TILES    s = Cin; of each 32 terms: e = a_0 b_0 + a_2 b_2 + ..., o = a_1 b_1 + a_3 b_3 + ... (fused), s = s + (e + o)
 * Twin: test/conformance/halfTwin.ts, to the bit.
 *
 * A word holds the numbers of two successive terms, the first in its lower half. A panel is [terms / 2][NR] words, zero
 * in missing terms and columns. Left-hand rows are [rows / 16][terms / 32][16][16] words, tile after tile, zero in missing
 * terms and in the missing rows of a tile.
 */
#ifndef SLUICE_HALF_H
#define SLUICE_HALF_H
enum { TERMS = 32 }; /* of a step of tiles */
#if defined(ISA_AVX512) && defined(HALF_PRODUCTS)

#define HALF_TARGET __attribute__((target("avx512bf16,avx512bw")))
#define HALF_INLINE INLINE HALF_TARGET
enum { HALF_ROWS = 32, TILE = 16 * 16 }; /* rows of a block: two tiles high; words of a tile */

/* 32 successive numbers as 16 words; those from `left` on are 0. */
HALF_INLINE __m512i half_row(const float *x, idx left) {
	vf low = left >= VL ? v_load(x) : left > 0 ? v_loadn(x, left) : v_zero();
	vf high = left >= 2 * VL ? v_load(x + VL) : left > VL ? v_loadn(x + VL, left - VL) : v_zero();
	return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

/* The first n of 16 columns of two successive rows as words; a row that is NULL is 0. */
HALF_INLINE __m512i half_pair(const float *first, const float *second, idx n) {
	const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5,
		20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
	vf low = !first || n <= 0 ? v_zero() : n >= VL ? v_load(first) : v_loadn(first, n);
	vf high = !second || n <= 0 ? v_zero() : n >= VL ? v_load(second) : v_loadn(second, n);
	return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(high, low));
}

/* t[i] lane j = t[j] lane i, of 16 x 16 words. */
HALF_INLINE void half_transpose(__m512i t[16]) {
	__m512i u[16];
	UNROLL for (int i = 0; i < 16; i += 2) {
		u[i] = _mm512_unpacklo_epi32(t[i], t[i + 1]);
		u[i + 1] = _mm512_unpackhi_epi32(t[i], t[i + 1]);
	}
	UNROLL for (int i = 0; i < 16; i += 4) {
		t[i] = _mm512_unpacklo_epi64(u[i], u[i + 2]);
		t[i + 1] = _mm512_unpackhi_epi64(u[i], u[i + 2]);
		t[i + 2] = _mm512_unpacklo_epi64(u[i + 1], u[i + 3]);
		t[i + 3] = _mm512_unpackhi_epi64(u[i + 1], u[i + 3]);
	}
	UNROLL for (int i = 0; i < 4; i++) {
		u[i] = _mm512_shuffle_i32x4(t[i], t[i + 4], 0x88);
		u[i + 4] = _mm512_shuffle_i32x4(t[i], t[i + 4], 0xdd);
		u[i + 8] = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0x88);
		u[i + 12] = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0xdd);
	}
	UNROLL for (int i = 0; i < 8; i++) {
		int at = i % 4 + i / 4 * 4;
		t[at] = _mm512_shuffle_i32x4(u[at], u[at + 8], 0x88);
		t[at + 8] = _mm512_shuffle_i32x4(u[at], u[at + 8], 0xdd);
	}
}

/* Words of K terms. */
INLINE idx half_words(idx K) { return (K + TERMS - 1) / TERMS * (TERMS / 2); }
/* Rows of whole blocks. */
INLINE idx half_height(idx M) { return (M + HALF_ROWS - 1) / HALF_ROWS * HALF_ROWS; }

/* panel[k][r] = W[r][k], as pack_transposed. */
static HALF_TARGET void half_pack_transposed(idx K, const float *W, idx ldw, idx n, float *panel) {
	for (idx r = 0; r < NR; r += 16)
		for (idx k = 0; k < K; k += TERMS) {
			__m512i t[16];
			for (idx i = 0; i < 16; i++) t[i] = half_row(W + (r + i) * ldw + k, r + i < n ? K - k : 0);
			half_transpose(t);
			for (idx i = 0; i < 16; i++) _mm512_storeu_si512(panel + (k / 2 + i) * NR + r, t[i]);
		}
}

/* panel[k][j] = W[k][j], as pack_straight. */
static HALF_TARGET void half_pack_straight(idx K, const float *W, idx ldw, idx n, float *panel) {
	for (idx k = 0; k < 2 * half_words(K); k += 2, panel += NR)
		for (idx j = 0; j < NR; j += VL) {
			const float *first = k < K ? W + k * ldw + j : 0, *second = k + 1 < K ? W + (k + 1) * ldw + j : 0;
			_mm512_storeu_si512(panel + j, half_pair(first, second, n - j));
		}
}

/* The columns of A [K,M] as left-hand rows. half_height(M) half_words(K) words. */
static HALF_TARGET void half_pack_columns(idx K, const float *A, idx lda, idx M, float *out) {
	const idx words = half_words(K);
	for (idx m = 0; m < half_height(M); m += 16)
		for (idx k = 0; k < K; k += TERMS) {
			__m512i t[16];
			for (idx i = 0; i < 16; i++) {
				const float *row = A + (k + 2 * i) * lda + m;
				t[i] = half_pair(k + 2 * i < K ? row : 0, k + 2 * i + 1 < K ? row + lda : 0, M - m);
			}
			half_transpose(t);
			for (idx i = 0; i < 16; i++) _mm512_storeu_si512(out + m * words + k / TERMS * TILE + i * 16, t[i]);
		}
}

/* The rows of A [M,K] as left-hand rows. half_height(M) half_words(K) words. */
static HALF_TARGET void half_pack_rows(idx M, idx K, const float *A, idx lda, float *out) {
	const idx words = half_words(K);
	for (idx r = 0; r < (M + 15) / 16 * 16; r++, A += lda)
		for (idx k = 0; k < K; k += TERMS)
			_mm512_storeu_si512(out + r / 16 * 16 * words + k / TERMS * TILE + r % 16 * 16, half_row(A + k, r < M ? K - k : 0));
}

/* C[r,:] = Cin[r,:] + sum[r] for n columns of a row. */
HALF_INLINE void half_put(const vf sum[2], const float *in, float *out, idx n) {
	if (n >= VL) v_store(out, v_add(v_load(in), sum[0]));
	else v_storen(out, v_add(v_loadn(in, n), sum[0]), n);
	if (n == NR) v_store(out + VL, v_add(v_load(in + VL), sum[1]));
	else if (n > VL) v_storen(out + VL, v_add(v_loadn(in + VL, n - VL), sum[1]), n - VL);
}

/* lda: words of the terms of a whole left-hand row, of which a block takes `words`. */
#define HALF_ARGS \
	idx rows, idx words, const float *a, idx lda, const float *panel, const float *Cin, idx ldi, float *C, idx ldc, idx n

/* The first `rows` of `most` rows from row `first` of a block by VDPBF16PS. */
HALF_INLINE void half_vectors(const int most, idx first, HALF_ARGS) {
	vf acc[MR][2];
	const float *row[MR];
	UNROLL for (int r = 0; r < most; r++) {
		acc[r][0] = acc[r][1] = v_zero();
		row[r] = a + (first + r) / 16 * 16 * lda + (first + r) % 16 * 16;
	}
	for (idx tile = 0; tile < words * 16; tile += TILE)
		for (idx k = tile; k < tile + 16; k++, panel += NR) {
			__m512bh p0 = (__m512bh)v_load(panel), p1 = (__m512bh)v_load(panel + VL);
			UNROLL for (int r = 0; r < most; r++) {
				__m512bh x = (__m512bh)v_set1(row[r][k]);
				acc[r][0] = _mm512_dpbf16_ps(acc[r][0], x, p0);
				acc[r][1] = _mm512_dpbf16_ps(acc[r][1], x, p1);
			}
		}
	UNROLL for (int r = 0; r < most; r++)
		if (r < rows) half_put(acc[r], Cin + r * ldi, C + r * ldc, n);
}
#define HALF_VECTORS_OF(most) \
	static HALF_TARGET __attribute__((noinline)) void half_vectors_##most(idx first, HALF_ARGS) { \
		half_vectors(most, first, rows, words, a, lda, panel, Cin, ldi, C, ldc, n); \
	}
HALF_VECTORS_OF(4) HALF_VECTORS_OF(8) HALF_VECTORS_OF(12)

#define TILE_TARGET __attribute__((target("avx512bf16,avx512bw,amx-tile,amx-bf16"), noinline))

/* Before and after the tiles of a product. */
static TILE_TARGET void half_begin(int half) {
	static const struct {
		uint8_t palette, start, none[14];
		uint16_t bytes[16];
		uint8_t rows[16];
	} shape = {.palette = 1, .bytes = {64, 64, 64, 64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16, 16, 16, 16}};
	if (half == HALF_TILES) _tile_loadconfig(&shape);
}
static TILE_TARGET void half_end(int half) {
	if (half == HALF_TILES) _tile_release();
}

/*
 * A block of at most 32 rows by tiles: 0 to 3 are sums, 4 and 5 left-hand rows, 6 and 7 columns. Sums are read from Cin and
 * written to C by whole tiles; where a tile has missing rows or columns, through `part`.
 */
static TILE_TARGET void half_tiles(HALF_ARGS) {
	float part[HALF_ROWS][NR] __attribute__((aligned(64)));
	const int high = rows > 16, wide = n > 16, whole = rows % 16 == 0 && n == NR;
	const idx from = whole ? ldi : NR, to = whole ? ldc : NR;
	const float *in = whole ? Cin : part[0];
	float *out = whole ? C : part[0];
	for (idx r = 0; !whole && r < (high ? HALF_ROWS : 16); r++)
		for (idx j = 0; j < NR; j += VL)
			v_store(part[r] + j, r < rows && n > j ? v_loadn(Cin + r * ldi + j, smaller(VL, n - j)) : v_zero());
	_tile_loadd(0, in, from * 4);
	if (wide) _tile_loadd(1, in + 16, from * 4);
	if (high) _tile_loadd(2, in + 16 * from, from * 4);
	if (high && wide) _tile_loadd(3, in + 16 * from + 16, from * 4);
	for (idx k = 0; k < words; k += 16, a += TILE, panel += 16 * NR) {
		_tile_loadd(4, a, 64);
		_tile_loadd(6, panel, NR * 4);
		_tile_dpbf16ps(0, 4, 6);
		if (wide) {
			_tile_loadd(7, panel + 16, NR * 4);
			_tile_dpbf16ps(1, 4, 7);
		}
		if (high) {
			_tile_loadd(5, a + 16 * lda, 64);
			_tile_dpbf16ps(2, 5, 6);
			if (wide) _tile_dpbf16ps(3, 5, 7);
		}
	}
	_tile_stored(0, out, to * 4);
	if (wide) _tile_stored(1, out + 16, to * 4);
	if (high) _tile_stored(2, out + 16 * to, to * 4);
	if (high && wide) _tile_stored(3, out + 16 * to + 16, to * 4);
	for (idx r = 0; !whole && r < rows; r++)
		for (idx j = 0; j < n; j += VL) v_storen(C + r * ldc + j, v_load(part[r] + j), smaller(VL, n - j));
}

/* A block of at most 32 rows. */
static void half_block(int half, HALF_ARGS) {
	if (half == HALF_TILES) {
		half_tiles(rows, words, a, lda, panel, Cin, ldi, C, ldc, n);
		return;
	}
	for (idx r = 0; r < rows; r += MR) {
		idx left = smaller(MR, rows - r);
		(left > 8 ? half_vectors_12 : left > 4 ? half_vectors_8 : half_vectors_4)(r, left, words, a, lda, panel,
			Cin + r * ldi, ldi, C + r * ldc, ldc, n);
	}
}

/* As strip_product. */
static void half_strip_product(int half, idx M, idx K, const float *a, idx lda, const float *panel, idx n, const float *Cin,
	idx ldi, float *C, idx ldc) {
	half_begin(half);
	for (idx k = 0; k < K || k == 0; k += KC) {
		const idx words = half_words(smaller(KC, K - k));
		for (idx r = 0; r < M; r += HALF_ROWS)
			half_block(half, smaller(HALF_ROWS, M - r), words, a + r * lda + k / TERMS * TILE, lda, panel + k / 2 * NR,
				Cin + r * ldi, ldi, C + r * ldc, ldc, n);
		Cin = C, ldi = ldc;
	}
	half_end(half);
}

/* As strips_add_transposed, with left-hand rows by half_pack_columns. */
static void half_strips_add_transposed(int half, idx M, idx K, const float *columns, const float *panels, idx n, float *C,
	idx ldc) {
	const idx words = half_words(K);
	half_begin(half);
	for (idx m = 0; m < M; m += HALF_ROWS, C += HALF_ROWS * ldc)
		for (idx j = 0; j < n; j += NR)
			half_block(half, smaller(HALF_ROWS, M - m), words, columns + m * words, words, panels + j * words, C + j, ldc, C + j,
				ldc, smaller(NR, n - j));
	half_end(half);
}
#endif
#endif
