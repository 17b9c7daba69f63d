/*
 * exp, sigmoid, tanh of vectors and log of one number. Largest absolute error: 2e-7, both ends included
 * (test/conformance/engines.test.ts sweeps them); near 0 tanh is good to 3e-7 of its own size. NaN gives NaN.
 */
#ifndef SLUICE_APPROX_H
#define SLUICE_APPROX_H
#include "vec.h"

/* 2^k (1 + r + r^2 p(r)), k = round(x / ln 2), r = x - k ln 2 in two parts; relative error 2e-7. For -87.3 <= x <= 88. */
INLINE vf v_exp_inner(vf x) {
	const vf magic = v_set1(12582912.0f); /* 1.5 * 2^23: adding it rounds to a whole number */
	vf t = v_fma(x, v_set1(1.44269504f), magic);
	vf k = v_sub(t, magic);
	vf r = v_fma(k, v_set1(-0.693359375f), x);
	r = v_fma(k, v_set1(2.12194440e-4f), r);
	vf p = v_set1(1.9875691500e-4f);
	p = v_fma(p, r, v_set1(1.3981999507e-3f));
	p = v_fma(p, r, v_set1(8.3334519073e-3f));
	p = v_fma(p, r, v_set1(4.1665795894e-2f));
	p = v_fma(p, r, v_set1(1.6666665459e-1f));
	p = v_fma(p, r, v_set1(5.0000001201e-1f));
	p = v_fma(p, v_mul(r, r), v_add(r, v_set1(1.0f)));
	return v_mul(p, v_pow2(t));
}

/* exp(x) for x <= 0: exactly 0 below -87. */
INLINE vf v_exp_negative(vf x) {
	const vf low = v_set1(-87.0f);
	return v_if_ge(x, low, v_exp_inner(v_clamp(x, low, v_zero())));
}

INLINE vf v_sigmoid(vf x) {
	const vf one = v_set1(1.0f);
	vf minus = v_clamp(v_sub(v_zero(), x), v_set1(-87.0f), v_set1(87.0f));
	return v_div(one, v_add(one, v_exp_inner(minus)));
}

/* |x| < 0.625: x + x^3 p(x^2); else 1 - 2 / (exp(2|x|) + 1), with the sign of x. */
INLINE vf v_tanh(vf x) {
	const vf one = v_set1(1.0f), two = v_set1(2.0f);
	vf a = v_abs(x), s = v_mul(x, x);
	vf e = v_exp_inner(v_clamp(v_add(a, a), v_zero(), v_set1(40.0f)));
	vf far = v_signed(v_sub(one, v_div(two, v_add(e, one))), x);
	vf p = v_set1(-5.70498872745e-3f);
	p = v_fma(p, s, v_set1(2.06390887954e-2f));
	p = v_fma(p, s, v_set1(-5.37397155531e-2f));
	p = v_fma(p, s, v_set1(1.33314422036e-1f));
	p = v_fma(p, s, v_set1(-3.33332819422e-1f));
	return v_pick(a, v_set1(0.625f), far, v_fma(v_mul(p, s), x, x));
}

/* ln x for 1 <= x < 2^100 in float64: exponent, and 2 artanh((m-1)/(m+1)) with m in [0.7, 1.4]; error 1e-12. NaN, inf pass. */
static double log_of(double x) {
	union {
		double d;
		uint64_t u;
	} m = {x};
	if (!(x < 1e300)) return x;
	int64_t k = (int64_t)(m.u >> 52) - 1023;
	m.u = (m.u & 0xfffffffffffffull) | 0x3ff0000000000000ull;
	if (m.d > 1.4142135623730951) m.d *= 0.5, k++;
	double y = (m.d - 1) / (m.d + 1), s = y * y, p = 1.0 / 15;
	for (int n = 13; n > 0; n -= 2) p = p * s + 1.0 / n;
	return (double)k * 0.6931471805599453 + 2 * y * p;
}
#endif
