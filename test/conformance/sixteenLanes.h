/*
 * Sixteen lanes on an AVX2 processor: what native/vec.h defines for ISA_AVX512, with a pair of __m256 for a vector.
 * Compile with `-include sixteenLanes.h -DISA_AVX512 -mavx2 -mfma`: every lane, sum and tile is then the AVX-512 build's, bit
 * for bit, and only the instructions differ. For tests; nothing of it is shipped.
 */
#ifndef SLUICE_VEC_H
#define SLUICE_VEC_H
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

typedef ptrdiff_t idx;
#define INLINE static inline __attribute__((always_inline, unused))

enum { VL = 16 };
typedef struct {
	__m256 a, b;
} vf;
#define PAIR(x, y) ((vf){(x), (y)})
static const int32_t v_lanes[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};
INLINE __m256i v_first(idx n) {
	return _mm256_loadu_si256((const __m256i *)(v_lanes + 8 - (n < 0 ? 0 : n > 8 ? 8 : n)));
}
INLINE vf v_zero(void) { return PAIR(_mm256_setzero_ps(), _mm256_setzero_ps()); }
INLINE vf v_set1(float x) { return PAIR(_mm256_set1_ps(x), _mm256_set1_ps(x)); }
INLINE vf v_load(const float *p) { return PAIR(_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)); }
INLINE void v_store(float *p, vf v) {
	_mm256_storeu_ps(p, v.a);
	_mm256_storeu_ps(p + 8, v.b);
}
INLINE vf v_loadn(const float *p, idx n) {
	return PAIR(_mm256_maskload_ps(p, v_first(n)), _mm256_maskload_ps(p + 8, v_first(n - 8)));
}
INLINE void v_storen(float *p, vf v, idx n) {
	_mm256_maskstore_ps(p, v_first(n), v.a);
	_mm256_maskstore_ps(p + 8, v_first(n - 8), v.b);
}
#define TWO(name, f) INLINE vf name(vf x, vf y) { return PAIR(f(x.a, y.a), f(x.b, y.b)); }
TWO(v_add, _mm256_add_ps)
TWO(v_sub, _mm256_sub_ps)
TWO(v_mul, _mm256_mul_ps)
TWO(v_div, _mm256_div_ps)
TWO(v_max, _mm256_max_ps)
INLINE vf v_sqrt(vf x) { return PAIR(_mm256_sqrt_ps(x.a), _mm256_sqrt_ps(x.b)); }
INLINE vf v_fma(vf x, vf y, vf z) { return PAIR(_mm256_fmadd_ps(x.a, y.a, z.a), _mm256_fmadd_ps(x.b, y.b, z.b)); }
INLINE vf v_clamp(vf x, vf lo, vf hi) {
	return PAIR(_mm256_max_ps(lo.a, _mm256_min_ps(hi.a, x.a)), _mm256_max_ps(lo.b, _mm256_min_ps(hi.b, x.b)));
}
INLINE __m256 half_pow2(__m256 t) {
	__m256i k = _mm256_slli_epi32(_mm256_castps_si256(t), 23);
	return _mm256_castsi256_ps(_mm256_add_epi32(k, _mm256_set1_epi32(127 << 23)));
}
INLINE vf v_pow2(vf t) { return PAIR(half_pow2(t.a), half_pow2(t.b)); }
INLINE vf v_if_ge(vf x, vf lo, vf v) {
	return PAIR(_mm256_and_ps(_mm256_cmp_ps(x.a, lo.a, _CMP_NLT_UQ), v.a),
		_mm256_and_ps(_mm256_cmp_ps(x.b, lo.b, _CMP_NLT_UQ), v.b));
}
INLINE vf v_pick(vf x, vf lo, vf a, vf b) {
	return PAIR(_mm256_blendv_ps(b.a, a.a, _mm256_cmp_ps(x.a, lo.a, _CMP_NLT_UQ)),
		_mm256_blendv_ps(b.b, a.b, _mm256_cmp_ps(x.b, lo.b, _CMP_NLT_UQ)));
}
INLINE vf v_abs(vf x) {
	const __m256 sign = _mm256_set1_ps(-0.0f);
	return PAIR(_mm256_andnot_ps(sign, x.a), _mm256_andnot_ps(sign, x.b));
}
INLINE vf v_signed(vf a, vf x) {
	const __m256 sign = _mm256_set1_ps(-0.0f);
	return PAIR(_mm256_or_ps(a.a, _mm256_and_ps(x.a, sign)), _mm256_or_ps(a.b, _mm256_and_ps(x.b, sign)));
}

/* The sum of the lanes, always paired the same way. */
INLINE float v_sum(vf v) {
	float t[VL];
	v_store(t, v);
	for (idx half = VL / 2; half > 0; half /= 2)
		for (idx i = 0; i < half; i++) t[i] += t[i + half];
	return t[0];
}
INLINE void v_sum4(const vf v[4], float out[4]) {
	for (int r = 0; r < 4; r++) out[r] = v_sum(v[r]);
}
INLINE __m256 v_lower8(__m256 w) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(w), 16)); }
INLINE __m256 v_upper8(__m256 w) { return _mm256_and_ps(w, _mm256_castsi256_ps(_mm256_set1_epi32(-65536))); }
INLINE vf v_lower(vf w) { return PAIR(v_lower8(w.a), v_lower8(w.b)); }
INLINE vf v_upper(vf w) { return PAIR(v_upper8(w.a), v_upper8(w.b)); }
INLINE float v_largest(vf v) {
	float t[VL], most;
	v_store(t, v);
	most = t[0];
	for (idx i = 1; i < VL; i++) most = t[i] > most ? t[i] : most;
	return most;
}
/* Whole vectors where `full`, else the first n lanes; `full` is a constant where these are used. */
INLINE vf v_get(const float *p, int full, idx n) { return full ? v_load(p) : v_loadn(p, n); }
INLINE void v_put(float *p, vf v, int full, idx n) {
	if (full) v_store(p, v);
	else v_storen(p, v, n);
}
#endif
