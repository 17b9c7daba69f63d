/*
 * The WebAssembly host: one memory, which is the caller's (imported). JavaScript lays out a call's numbers and the
 * addresses of its arrays in `frame_numbers` and `frame_arrays`, and calls `call`. Scratch is the caller's too: it gives
 * a block with `give_scratch` after `call` has answered 1 and `wanted_scratch` says how much is wanted.
 *
 * In the builds with shared memory each worker makes an instance of its own on the caller's memory, sets its stack
 * pointer, and stays in `thread` until `close_threads`.
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

#ifdef __wasm_atomics__
int EXPORT(threads_here)(void) { return context.pool ? pool_threads(context.pool) : 1; }
/* The address of the number of workers that have come; 0 for less than 2 threads. `always`: as in Context. */
unsigned *EXPORT(open_threads)(int threads, int always) {
	context.pool = pool_open(threads, always);
	context.always = always;
	return context.pool ? pool_came(context.pool) : 0;
}
void EXPORT(close_threads)(void) {
	if (context.pool) pool_close(context.pool);
	context.pool = 0;
}
void EXPORT(thread)(void) {
	Pool *pool = context.pool; /* 0 where the engine was closed before this worker came */
	if (pool) pool_enter(pool);
}
#endif

/* A call has the threads that are here when it begins; with how many does not show in its bits. */
int EXPORT(call)(int which) {
#ifdef __wasm_atomics__
	context.threads = threads_here();
#endif
	return kernels_wasm(&context, which, numbers, arrays);
}

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
