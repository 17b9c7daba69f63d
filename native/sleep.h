/*
 * What the pool asks of its platform: numbers that threads share, a pause, and sleep until such a number changes.
 *
 * Under WebAssembly every access is a function of its own, kept out of its callers: the baseline compiler of V8 11.3
 * (Node 20) has compiled large functions with atomic instructions in them to wrong code.
 */
#ifndef SLUICE_SLEEP_H
#define SLUICE_SLEEP_H
#include <stdatomic.h>

#ifdef __wasm__
#define SHARED_FN static __attribute__((noinline))
#else
#define SHARED_FN static inline
#endif

SHARED_FN unsigned shared_read(atomic_uint *x) { return atomic_load_explicit(x, memory_order_acquire); }
SHARED_FN unsigned shared_read_all(atomic_uint *x) { return atomic_load(x); } /* in one order with every write */
SHARED_FN void shared_write(atomic_uint *x, unsigned value) { atomic_store(x, value); }
/* Returns what it was before. */
SHARED_FN unsigned shared_add(atomic_uint *x, unsigned more) { return atomic_fetch_add(x, more); }

/*
 * relax(): a pause of some 20 ns within a spin.
 * may_sleep(): whether this thread may sleep at all.
 * now_ms(): a clock that does not go back.
 * sleep_while(x, old): sleeps until woken, where *x is `old`; it may return early.
 * wake_all(x): wakes those who sleep on x; it has been changed before.
 */
#if defined(__wasm__)

/* Imported, a constant of each thread's instance: a page's main thread must not sleep, the instruction traps there. */
__asm__(".globaltype the_may_sleep, i32, immutable\n.import_module the_may_sleep, env\n.import_name the_may_sleep, may_sleep\n");
SHARED_FN int may_sleep(void) {
	int may;
	__asm__("global.get the_may_sleep\n\tlocal.set %0" : "=r"(may));
	return may;
}
/* There is no instruction for it. */
SHARED_FN void relax(void) {
	for (int i = 0; i < 32; i++) __asm__ volatile("");
}
/* The host's: WebAssembly has no clock. */
__attribute__((import_module("env"), import_name("now"))) double now_ms(void);
SHARED_FN void sleep_while(atomic_uint *x, unsigned old) { __builtin_wasm_memory_atomic_wait32((int *)x, (int)old, -1); }
SHARED_FN void wake_all(atomic_uint *x) { __builtin_wasm_memory_atomic_notify((int *)x, ~0u); }

#else
#include <time.h>

static inline int may_sleep(void) { return 1; }
static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

static double now_ms(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

static void sleep_while(atomic_uint *x, unsigned old) { syscall(SYS_futex, x, FUTEX_WAIT_PRIVATE, old, NULL, NULL, 0); }
static void wake_all(atomic_uint *x) { syscall(SYS_futex, x, FUTEX_WAKE_PRIVATE, 1 << 30, NULL, NULL, 0); }
#else
#include <pthread.h>

static pthread_mutex_t sleep_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t sleep_woken = PTHREAD_COND_INITIALIZER;

static void sleep_while(atomic_uint *x, unsigned old) {
	pthread_mutex_lock(&sleep_lock);
	if (shared_read_all(x) == old) pthread_cond_wait(&sleep_woken, &sleep_lock);
	pthread_mutex_unlock(&sleep_lock);
}
static void wake_all(atomic_uint *x) {
	(void)x;
	pthread_mutex_lock(&sleep_lock);
	pthread_cond_broadcast(&sleep_woken);
	pthread_mutex_unlock(&sleep_lock);
}
#endif
#endif
#endif
