/*
 * The WebAssembly host: one thread, one memory, which is the caller's (imported). JavaScript lays out a call's numbers
 * and the addresses of its arrays in `frame_numbers` and `frame_arrays`, and calls `call`. Scratch is the caller's too:
 * it gives a block with `give_scratch` after `call` has answered 1 and `wanted_scratch` says how much is wanted.
 */
#include "kernels.h"

Kernels kernels_wasm;

static Context context = {.threads = 1};
static size_t wanted;
static double numbers[MOST_NUMBERS];
static void *arrays[MOST_ARRAYS];

#define EXPORT(name) __attribute__((export_name(#name))) name

int context_scratch(Context *c, size_t bytes) {
	wanted = bytes;
	return bytes <= c->scratchBytes;
}

size_t EXPORT(wanted_scratch)(void) { return wanted; }
void EXPORT(give_scratch)(char *at, size_t bytes) {
	context.scratch = at;
	context.scratchBytes = bytes;
}
double *EXPORT(frame_numbers)(void) { return numbers; }
void **EXPORT(frame_arrays)(void) { return arrays; }
int EXPORT(call)(int which) { return kernels_wasm(&context, which, numbers, arrays); }

/* What the compiler may call where there is no C library. */
void *memset(void *to, int byte, size_t n) {
	char *p = to;
	for (size_t i = 0; i < n; i++) p[i] = (char)byte;
	return to;
}
void *memcpy(void *restrict to, const void *restrict from, size_t n) {
	char *p = to;
	const char *q = from;
	for (size_t i = 0; i < n; i++) p[i] = q[i];
	return to;
}
