/*
 * One vector of floats, for each instruction set the kernels are built for. The build names the set: -DISA_AVX512,
 * -DISA_AVX2, -DISA_SSE2, -DISA_NEON, -DISA_WASM (with -mrelaxed-simd: the fused build).
 *
 * vf            VL floats; every operation acts on each lane alone, so a result never depends on the lane it sits in
 * v_fma(a,b,c)  a b + c, rounded once where the set has a fused multiply-add, twice in SSE2 and plain wasm
 * v_clamp       keeps NaN; v_loadn/v_storen move the first n of VL floats (0 < n <= VL), other lanes load as 0
 * v_pow2(t)     2^k for t = 1.5 * 2^23 + k, k whole in -126..127
 * v_if_ge(x, lo, v)     v where x >= lo or x is NaN, else 0
 * v_pick(x, lo, a, b)   a where x >= lo or x is NaN, else b
 * v_abs(x), v_signed(a, x)   |x|; a >= 0 with the sign of x
 * v_lower(w), v_upper(w)   of words of two bfloat16 each: the lower, or the upper, as floats
 */
#ifndef SLUICE_VEC_H
#define SLUICE_VEC_H
#include <stddef.h>
#include <stdint.h>

typedef ptrdiff_t idx;
#define INLINE static inline __attribute__((always_inline, unused))

#if defined(ISA_AVX512)
#include <immintrin.h>
enum { VL = 16 };
typedef __m512 vf;
INLINE vf v_zero(void) { return _mm512_setzero_ps(); }
INLINE vf v_set1(float x) { return _mm512_set1_ps(x); }
INLINE vf v_load(const float *p) { return _mm512_loadu_ps(p); }
INLINE void v_store(float *p, vf v) { _mm512_storeu_ps(p, v); }
INLINE vf v_lower(vf w) { return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(w), 16)); }
INLINE vf v_upper(vf w) {
	return _mm512_castsi512_ps(_mm512_and_epi32(_mm512_castps_si512(w), _mm512_set1_epi32(-65536)));
}
INLINE vf v_loadn(const float *p, idx n) { return _mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p); }
INLINE void v_storen(float *p, vf v, idx n) { _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), v); }
INLINE vf v_add(vf a, vf b) { return _mm512_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm512_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm512_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm512_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm512_sqrt_ps(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return _mm512_fmadd_ps(a, b, c); }
INLINE vf v_max(vf a, vf b) { return _mm512_max_ps(a, b); }
INLINE vf v_clamp(vf x, vf lo, vf hi) { return _mm512_max_ps(lo, _mm512_min_ps(hi, x)); }
INLINE vf v_pow2(vf t) {
	__m512i k = _mm512_slli_epi32(_mm512_castps_si512(t), 23);
	return _mm512_castsi512_ps(_mm512_add_epi32(k, _mm512_set1_epi32(127 << 23)));
}
INLINE vf v_if_ge(vf x, vf lo, vf v) { return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, lo, _CMP_NLT_UQ), v); }
INLINE vf v_pick(vf x, vf lo, vf a, vf b) { return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(x, lo, _CMP_NLT_UQ), b, a); }
INLINE vf v_abs(vf x) { return _mm512_abs_ps(x); }
INLINE vf v_signed(vf a, vf x) {
	__m512i sign = _mm512_and_epi32(_mm512_castps_si512(x), _mm512_set1_epi32(INT32_MIN));
	return _mm512_castsi512_ps(_mm512_or_epi32(_mm512_castps_si512(a), sign));
}

#elif defined(ISA_AVX2)
#include <immintrin.h>
enum { VL = 8 };
typedef __m256 vf;
static const int32_t v_lanes[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};
INLINE __m256i v_first(idx n) { return _mm256_loadu_si256((const __m256i *)(v_lanes + 8 - n)); }
INLINE vf v_zero(void) { return _mm256_setzero_ps(); }
INLINE vf v_set1(float x) { return _mm256_set1_ps(x); }
INLINE vf v_load(const float *p) { return _mm256_loadu_ps(p); }
INLINE void v_store(float *p, vf v) { _mm256_storeu_ps(p, v); }
INLINE vf v_lower(vf w) { return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(w), 16)); }
INLINE vf v_upper(vf w) { return _mm256_and_ps(w, _mm256_castsi256_ps(_mm256_set1_epi32(-65536))); }
INLINE vf v_loadn(const float *p, idx n) { return _mm256_maskload_ps(p, v_first(n)); }
INLINE void v_storen(float *p, vf v, idx n) { _mm256_maskstore_ps(p, v_first(n), v); }
INLINE vf v_add(vf a, vf b) { return _mm256_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm256_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm256_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm256_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm256_sqrt_ps(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return _mm256_fmadd_ps(a, b, c); }
INLINE vf v_max(vf a, vf b) { return _mm256_max_ps(a, b); }
INLINE vf v_clamp(vf x, vf lo, vf hi) { return _mm256_max_ps(lo, _mm256_min_ps(hi, x)); }
INLINE vf v_pow2(vf t) {
	__m256i k = _mm256_slli_epi32(_mm256_castps_si256(t), 23);
	return _mm256_castsi256_ps(_mm256_add_epi32(k, _mm256_set1_epi32(127 << 23)));
}
INLINE vf v_if_ge(vf x, vf lo, vf v) { return _mm256_and_ps(_mm256_cmp_ps(x, lo, _CMP_NLT_UQ), v); }
INLINE vf v_pick(vf x, vf lo, vf a, vf b) { return _mm256_blendv_ps(b, a, _mm256_cmp_ps(x, lo, _CMP_NLT_UQ)); }
INLINE vf v_abs(vf x) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x); }
INLINE vf v_signed(vf a, vf x) { return _mm256_or_ps(a, _mm256_and_ps(x, _mm256_set1_ps(-0.0f))); }

#elif defined(ISA_SSE2)
#include <emmintrin.h>
enum { VL = 4 };
typedef __m128 vf;
INLINE vf v_zero(void) { return _mm_setzero_ps(); }
INLINE vf v_set1(float x) { return _mm_set1_ps(x); }
INLINE vf v_load(const float *p) { return _mm_loadu_ps(p); }
INLINE void v_store(float *p, vf v) { _mm_storeu_ps(p, v); }
INLINE vf v_lower(vf w) { return _mm_castsi128_ps(_mm_slli_epi32(_mm_castps_si128(w), 16)); }
INLINE vf v_upper(vf w) { return _mm_and_ps(w, _mm_castsi128_ps(_mm_set1_epi32(-65536))); }
INLINE vf v_add(vf a, vf b) { return _mm_add_ps(a, b); }
INLINE vf v_sub(vf a, vf b) { return _mm_sub_ps(a, b); }
INLINE vf v_mul(vf a, vf b) { return _mm_mul_ps(a, b); }
INLINE vf v_div(vf a, vf b) { return _mm_div_ps(a, b); }
INLINE vf v_sqrt(vf a) { return _mm_sqrt_ps(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return _mm_add_ps(_mm_mul_ps(a, b), c); }
INLINE vf v_max(vf a, vf b) { return _mm_max_ps(a, b); }
INLINE vf v_clamp(vf x, vf lo, vf hi) { return _mm_max_ps(lo, _mm_min_ps(hi, x)); }
INLINE vf v_pow2(vf t) {
	__m128i k = _mm_slli_epi32(_mm_castps_si128(t), 23);
	return _mm_castsi128_ps(_mm_add_epi32(k, _mm_set1_epi32(127 << 23)));
}
INLINE vf v_if_ge(vf x, vf lo, vf v) { return _mm_and_ps(_mm_cmpnlt_ps(x, lo), v); }
INLINE vf v_pick(vf x, vf lo, vf a, vf b) {
	vf low = _mm_cmplt_ps(x, lo);
	return _mm_or_ps(_mm_andnot_ps(low, a), _mm_and_ps(low, b));
}
INLINE vf v_abs(vf x) { return _mm_andnot_ps(_mm_set1_ps(-0.0f), x); }
INLINE vf v_signed(vf a, vf x) { return _mm_or_ps(a, _mm_and_ps(x, _mm_set1_ps(-0.0f))); }

#elif defined(ISA_NEON)
#include <arm_neon.h>
enum { VL = 4 };
typedef float32x4_t vf;
INLINE vf v_zero(void) { return vdupq_n_f32(0); }
INLINE vf v_set1(float x) { return vdupq_n_f32(x); }
INLINE vf v_load(const float *p) { return vld1q_f32(p); }
INLINE void v_store(float *p, vf v) { vst1q_f32(p, v); }
INLINE vf v_lower(vf w) { return vreinterpretq_f32_u32(vshlq_n_u32(vreinterpretq_u32_f32(w), 16)); }
INLINE vf v_upper(vf w) { return vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(w), vdupq_n_u32(0xffff0000u))); }
INLINE vf v_add(vf a, vf b) { return vaddq_f32(a, b); }
INLINE vf v_sub(vf a, vf b) { return vsubq_f32(a, b); }
INLINE vf v_mul(vf a, vf b) { return vmulq_f32(a, b); }
INLINE vf v_div(vf a, vf b) { return vdivq_f32(a, b); }
INLINE vf v_sqrt(vf a) { return vsqrtq_f32(a); }
INLINE vf v_fma(vf a, vf b, vf c) { return vfmaq_f32(c, a, b); }
INLINE vf v_max(vf a, vf b) { return vmaxq_f32(a, b); }
INLINE vf v_clamp(vf x, vf lo, vf hi) { return vmaxq_f32(lo, vminq_f32(hi, x)); }
INLINE vf v_pow2(vf t) {
	int32x4_t k = vshlq_n_s32(vreinterpretq_s32_f32(t), 23);
	return vreinterpretq_f32_s32(vaddq_s32(k, vdupq_n_s32(127 << 23)));
}
INLINE vf v_if_ge(vf x, vf lo, vf v) {
	return vreinterpretq_f32_u32(vbicq_u32(vreinterpretq_u32_f32(v), vcltq_f32(x, lo)));
}
INLINE vf v_pick(vf x, vf lo, vf a, vf b) { return vbslq_f32(vcltq_f32(x, lo), b, a); }
INLINE vf v_abs(vf x) { return vabsq_f32(x); }
INLINE vf v_signed(vf a, vf x) { return vbslq_f32(vdupq_n_u32(0x80000000u), x, a); }

#elif defined(ISA_WASM)
#include <wasm_simd128.h>
enum { VL = 4 };
typedef v128_t vf;
INLINE vf v_zero(void) { return wasm_f32x4_const_splat(0); }
INLINE vf v_set1(float x) { return wasm_f32x4_splat(x); }
INLINE vf v_load(const float *p) { return wasm_v128_load(p); }
INLINE void v_store(float *p, vf v) { wasm_v128_store(p, v); }
INLINE vf v_lower(vf w) { return wasm_i32x4_shl(w, 16); }
INLINE vf v_upper(vf w) { return wasm_v128_and(w, wasm_i32x4_const_splat(-65536)); }
INLINE vf v_add(vf a, vf b) { return wasm_f32x4_add(a, b); }
INLINE vf v_sub(vf a, vf b) { return wasm_f32x4_sub(a, b); }
INLINE vf v_mul(vf a, vf b) { return wasm_f32x4_mul(a, b); }
INLINE vf v_div(vf a, vf b) { return wasm_f32x4_div(a, b); }
INLINE vf v_sqrt(vf a) { return wasm_f32x4_sqrt(a); }
#ifdef __wasm_relaxed_simd__
INLINE vf v_fma(vf a, vf b, vf c) { return wasm_f32x4_relaxed_madd(a, b, c); }
#else
INLINE vf v_fma(vf a, vf b, vf c) { return wasm_f32x4_add(wasm_f32x4_mul(a, b), c); }
#endif
INLINE vf v_max(vf a, vf b) { return wasm_f32x4_pmax(a, b); }
INLINE vf v_clamp(vf x, vf lo, vf hi) { return wasm_f32x4_pmax(wasm_f32x4_pmin(x, hi), lo); }
INLINE vf v_pow2(vf t) { return wasm_i32x4_add(wasm_i32x4_shl(t, 23), wasm_i32x4_const_splat(127 << 23)); }
INLINE vf v_if_ge(vf x, vf lo, vf v) { return wasm_v128_andnot(v, wasm_f32x4_lt(x, lo)); }
INLINE vf v_pick(vf x, vf lo, vf a, vf b) { return wasm_v128_bitselect(b, a, wasm_f32x4_lt(x, lo)); }
INLINE vf v_abs(vf x) { return wasm_f32x4_abs(x); }
INLINE vf v_signed(vf a, vf x) { return wasm_v128_bitselect(x, a, wasm_i32x4_const_splat(INT32_MIN)); }

#else
#error "name the instruction set: -DISA_AVX512, -DISA_AVX2, -DISA_SSE2, -DISA_NEON or -DISA_WASM"
#endif

#if !defined(ISA_AVX512) && !defined(ISA_AVX2)
INLINE vf v_loadn(const float *p, idx n) {
	float t[VL] = {0};
	for (idx i = 0; i < n; i++) t[i] = p[i];
	return v_load(t);
}
INLINE void v_storen(float *p, vf v, idx n) {
	float t[VL];
	v_store(t, v);
	for (idx i = 0; i < n; i++) p[i] = t[i];
}
#endif

/* The sum of the lanes, always paired the same way. */
INLINE float v_sum(vf v) {
	float t[VL];
	v_store(t, v);
	for (idx half = VL / 2; half > 0; half /= 2)
		for (idx i = 0; i < half; i++) t[i] += t[i + half];
	return t[0];
}
/* out[r] = v_sum(v[r]) for four vectors, to the bit: the same pairs are added. */
INLINE void v_sum4(const vf v[4], float out[4]) {
#if defined(ISA_AVX512) || defined(ISA_AVX2) || defined(ISA_SSE2)
	__m128 t[4];
	for (int r = 0; r < 4; r++) {
#if defined(ISA_AVX512)
		__m256 w = _mm256_add_ps(_mm512_castps512_ps256(v[r]), _mm512_castps512_ps256(_mm512_shuffle_f32x4(v[r], v[r], 0xee)));
		t[r] = _mm_add_ps(_mm256_castps256_ps128(w), _mm256_extractf128_ps(w, 1));
#elif defined(ISA_AVX2)
		t[r] = _mm_add_ps(_mm256_castps256_ps128(v[r]), _mm256_extractf128_ps(v[r], 1));
#else
		t[r] = v[r];
#endif
	}
	_MM_TRANSPOSE4_PS(t[0], t[1], t[2], t[3]);
	_mm_storeu_ps(out, _mm_add_ps(_mm_add_ps(t[0], t[2]), _mm_add_ps(t[1], t[3])));
#else
	for (int r = 0; r < 4; r++) out[r] = v_sum(v[r]);
#endif
}
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
