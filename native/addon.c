/*
 * The Node-API addon: chooses the instruction set, owns contexts (threads and scratch), passes calls on. Sizes are
 * checked by the caller (src/kernels/shapes.ts); what crosses here is a number of the call, a Float64Array of numbers
 * and up to MOST_ARRAYS typed arrays or undefined.
 *
 *   open(threads, isa, always) -> handle | undefined   isa: one of `isas` or `halves`; always: all threads at any size
 *   call(handle, call, numbers, ...arrays) -> 0 done, 1 no memory, 2 unknown call, 3 handle closed or bad arguments
 *   scratchBytes(handle), close(handle), address(arrayBuffer) -> address modulo 64, detach(arrayBuffer)
 *   isas: names that this processor runs, in the order of isas_here
 *   halves: names of those whose products round their operands to bfloat16, in the order of halves_here
 */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>
#include "kernels.h"
#ifdef HALF_PRODUCTS
#include <cpuid.h>
#endif
#if defined(HALF_PRODUCTS) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

#if defined(__x86_64__)
Kernels kernels_avx512, kernels_avx2, kernels_sse2;
#elif defined(__aarch64__)
Kernels kernels_neon;
#endif

typedef struct {
	const char *name;
	Kernels *kernels;
	int half; /* as in Context */
} Isa;

/* The instruction sets of this processor, the widest first. */
static int isas_here(Isa isas[4]) {
	int n = 0;
#if defined(__x86_64__)
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
		isas[n++] = (Isa){"avx512", kernels_avx512, 0};
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) isas[n++] = (Isa){"avx2", kernels_avx2, 0};
	isas[n++] = (Isa){"sse2", kernels_sse2, 0};
#elif defined(__aarch64__)
	isas[n++] = (Isa){"neon", kernels_neon, 0};
#endif
	return n;
}

#ifdef HALF_PRODUCTS
/* Linux gives a process the registers of tiles when it asks for them. */
static int tiles_allowed(void) {
#ifdef __linux__
	enum { ARCH_REQ_XCOMP_PERM = 0x1023, TILE_DATA = 18 };
	return !syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, TILE_DATA);
#else
	return 0;
#endif
}
#endif

/* Those with products of bfloat16, the fastest first. */
static int halves_here(Isa halves[2]) {
	int n = 0;
#ifdef HALF_PRODUCTS
	unsigned a, b, c, d, vectors;
	__builtin_cpu_init();
	if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("fma")) return 0;
	if (!__get_cpuid_count(7, 1, &vectors, &b, &c, &d) || !(vectors & 1u << 5)) return 0; /* AVX512_BF16 */
	if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
	if (d & 1u << 22 && d & 1u << 24 && tiles_allowed()) /* AMX-BF16, AMX-TILE */
		halves[n++] = (Isa){"amx-bf16", kernels_avx512, HALF_TILES};
	halves[n++] = (Isa){"avx512-bf16", kernels_avx512, HALF_VECTORS};
#else
	(void)halves;
#endif
	return n;
}

typedef struct {
	Context context;
	Kernels *kernels;
	int open;
} Handle;

int context_scratch(Context *context, size_t bytes) {
	if (bytes <= context->scratchBytes) return 1;
	free(context->scratch);
	context->scratch = 0;
	context->scratchBytes = 0;
	if (posix_memalign((void **)&context->scratch, 64, bytes)) return context->scratch = 0, 0;
	context->scratchBytes = bytes;
	return 1;
}

static void shut(void *data) {
	Handle *h = data;
	if (!h->open) return;
	h->open = 0;
	pool_close(h->context.pool);
	free(h->context.scratch);
	memset(&h->context, 0, sizeof h->context);
}

/* At the end of a worker or of the process: threads must be gone before the code is unloaded. */
static void at_teardown(void *data) { shut(data); }

static void on_collected(napi_env env, void *data, void *hint) {
	(void)hint;
	napi_remove_env_cleanup_hook(env, at_teardown, data);
	shut(data);
	free(data);
}

static Handle *handle_of(napi_env env, napi_value value) {
	void *h = 0;
	napi_valuetype type;
	if (napi_typeof(env, value, &type) != napi_ok || type != napi_external) return 0;
	return napi_get_value_external(env, value, &h) == napi_ok ? h : 0;
}

static napi_value number(napi_env env, double x) {
	napi_value v = 0;
	napi_create_double(env, x, &v);
	return v;
}

static napi_value open_context(napi_env env, napi_callback_info info) {
	size_t argc = 3;
	napi_value argv[3], out = 0;
	int32_t threads = 1;
	bool always = false;
	char wanted[16] = "";
	size_t length = 0;
	Isa isas[6];
	Handle *h;
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	if (argc < 3 || napi_get_value_int32(env, argv[0], &threads) != napi_ok ||
		napi_get_value_string_utf8(env, argv[1], wanted, sizeof wanted, &length) != napi_ok ||
		napi_get_value_bool(env, argv[2], &always) != napi_ok)
		return 0;
	int count = isas_here(isas), found = -1;
	count += halves_here(isas + count);
	for (int i = count - 1; i >= 0; i--)
		if (!strcmp(wanted, isas[i].name)) found = i;
	if (found < 0 || !(h = calloc(1, sizeof *h))) return 0;
	h->kernels = isas[found].kernels;
	h->open = 1;
	h->context.half = isas[found].half;
	h->context.always = always;
	h->context.threads = threads < 1 ? 1 : threads > 64 ? 64 : threads;
	if (h->context.threads > 1 && !(h->context.pool = pool_open(h->context.threads, always))) h->context.threads = 1;
	if (napi_create_external(env, h, on_collected, 0, &out) != napi_ok) {
		shut(h);
		free(h);
		return 0;
	}
	napi_add_env_cleanup_hook(env, at_teardown, h);
	return out;
}

static napi_value threads_of(napi_env env, napi_callback_info info) {
	size_t argc = 1;
	napi_value argv[1];
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	Handle *h = argc ? handle_of(env, argv[0]) : 0;
	return number(env, h ? h->context.threads : 0);
}

static napi_value close_context(napi_env env, napi_callback_info info) {
	size_t argc = 1;
	napi_value argv[1];
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	Handle *h = argc ? handle_of(env, argv[0]) : 0;
	if (h) shut(h);
	return 0;
}

static napi_value scratch_bytes(napi_env env, napi_callback_info info) {
	size_t argc = 1;
	napi_value argv[1];
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	Handle *h = argc ? handle_of(env, argv[0]) : 0;
	return number(env, h ? (double)h->context.scratchBytes : 0);
}

/* The data of a typed array; NULL for undefined. */
static int data_of(napi_env env, napi_value value, void **data, napi_typedarray_type *type, size_t *length) {
	napi_valuetype kind;
	*data = 0;
	*length = 0;
	if (napi_typeof(env, value, &kind) != napi_ok) return 0;
	if (kind == napi_undefined || kind == napi_null) return 1;
	return napi_get_typedarray_info(env, value, type, length, data, 0, 0) == napi_ok;
}

static napi_value call(napi_env env, napi_callback_info info) {
	size_t argc = MOST_ARRAYS + 3, length = 0;
	napi_value argv[MOST_ARRAYS + 3];
	void *arrays[MOST_ARRAYS] = {0}, *numbers = 0;
	napi_typedarray_type type = napi_int8_array;
	int32_t which = -1;
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	if (argc < 3 || argc > MOST_ARRAYS + 3) return number(env, 3);
	Handle *h = handle_of(env, argv[0]);
	if (!h || !h->open || napi_get_value_int32(env, argv[1], &which) != napi_ok) return number(env, 3);
	if (!data_of(env, argv[2], &numbers, &type, &length) || type != napi_float64_array || length < MOST_NUMBERS)
		return number(env, 3);
	for (size_t i = 3; i < argc; i++) {
		napi_typedarray_type kind = napi_float32_array;
		if (!data_of(env, argv[i], &arrays[i - 3], &kind, &length)) return number(env, 3);
		if (kind != napi_float32_array && kind != napi_int32_array) return number(env, 3);
	}
	return number(env, h->kernels(&h->context, which, numbers, arrays));
}

static napi_value address(napi_env env, napi_callback_info info) {
	size_t argc = 1, length;
	napi_value argv[1];
	void *data = 0;
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	if (!argc || napi_get_arraybuffer_info(env, argv[0], &data, &length) != napi_ok) return 0;
	return number(env, (double)((uintptr_t)data % 64));
}

static napi_value detach(napi_env env, napi_callback_info info) {
	size_t argc = 1;
	napi_value argv[1];
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	if (argc) napi_detach_arraybuffer(env, argv[0]);
	return 0;
}

static void set_names(napi_env env, napi_value exports, const char *property, const Isa *isas, int count) {
	napi_value list, name;
	napi_create_array(env, &list);
	for (int i = 0; i < count; i++) {
		napi_create_string_utf8(env, isas[i].name, NAPI_AUTO_LENGTH, &name);
		napi_set_element(env, list, (uint32_t)i, name);
	}
	napi_set_named_property(env, exports, property, list);
}

NAPI_MODULE_INIT() {
	static const struct {
		const char *name;
		napi_callback callback;
	} functions[] = {{"open", open_context}, {"close", close_context}, {"call", call}, {"threads", threads_of},
		{"scratchBytes", scratch_bytes}, {"address", address}, {"detach", detach}};
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		napi_value f;
		napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].callback, 0, &f);
		napi_set_named_property(env, exports, functions[i].name, f);
	}
	Isa isas[4];
	set_names(env, exports, "isas", isas, isas_here(isas));
	set_names(env, exports, "halves", isas, halves_here(isas));
	napi_set_named_property(env, exports, "order", number(env, CALL_ORDER));
	return exports;
}
