/*
 * What a host (the addon, wasm) and the kernels know of each other. The kernels of one instruction set are one
 * function: `kernels_<isa>(context, call, numbers, arrays)`. The order of numbers and arrays of each call stands in
 * kernels.c, and the same way in src/kernels/calls.ts, which has checked every size before.
 *
 * Letters: T steps, B sequences, D inputs, H units, V symbols, G gate blocks, N rows; row-major, last letter fastest.
 */
#ifndef SLUICE_KERNELS_H
#define SLUICE_KERNELS_H
#include <stddef.h>
#include <stdint.h>
#include "pool.h"

/* One engine's threads and scratch memory. */
typedef struct Context {
	Pool *pool;
	int threads;
	int always;          /* all threads at any size, and pools that are `steady` (pool.h): for tests */
	char *scratch;       /* 64-byte aligned, kept between calls */
	size_t scratchBytes;
	int half;            /* HALF_VECTORS or HALF_TILES: products round their operands to bfloat16 (half.h); 0: floats */
} Context;

enum { HALF_VECTORS = 1, HALF_TILES };
/* The compiler knows the instructions that half.h needs. */
#if defined(__x86_64__) && ((defined(__clang__) && __clang_major__ >= 12) || (!defined(__clang__) && __GNUC__ >= 11))
#define HALF_PRODUCTS
#endif

/* Makes `scratch` at least `bytes` long (its content is lost); 0 when memory is exhausted. The host's. */
int context_scratch(Context *context, size_t bytes);

enum Call {
	RNN_FORWARD, RNN_BACKWARD, LSTM_FORWARD, LSTM_BACKWARD, GRU_FORWARD, GRU_BACKWARD,
	DENSE_FORWARD, DENSE_BACKWARD, SOFTMAX_CROSS_ENTROPY, DROPOUT, UPDATE, SUM_SQUARES,
	ACTIVATION, /* for tests: y[i] = f(x[i]) as the layers compute it */
	OWN_FORWARD, OWN_BACKWARD,
	ATTENTION_FORWARD, ATTENTION_BACKWARD
};

/* Another number for each change of what a call is sent, so that an addon of older sources is refused; as in calls.ts. */
enum { CALL_ORDER = 5 };

/* Result of a call: 0 done, 1 no memory, 2 unknown call. SUM_SQUARES writes its sum over numbers[0]. */
typedef int Kernels(Context *context, int call, double *numbers, void *const *arrays);

enum { MOST_ARRAYS = 25, MOST_NUMBERS = 16 };
#endif
