/* A pool of threads that spin briefly and then sleep; see pool.h. */
#include "pool.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

/* glibc 2.34 moved these into libc under a new version; by their first one the addon loads on older systems too. */
#if defined(__GLIBC__) && defined(__x86_64__)
__asm__(".symver pthread_create,pthread_create@GLIBC_2.2.5");
__asm__(".symver pthread_join,pthread_join@GLIBC_2.2.5");
#elif defined(__GLIBC__) && defined(__aarch64__)
__asm__(".symver pthread_create,pthread_create@GLIBC_2.17");
__asm__(".symver pthread_join,pthread_join@GLIBC_2.17");
#endif

/*
 * How long a wait spins before it sleeps, in pauses of some 20 ns. Each gate learns its own: a sleep that turns out short
 * would have been cheaper as a spin, so the next wait spins longer; a long one means that the other thread has lost its
 * processor, and then sleeping at once lets it have this one. Only speed depends on it.
 */
enum { SPINS_LEAST = 300, SPINS_MOST = 20000, SHORT_NS = 400000 };

/* A number that threads wait on until it changes; padded so that no two share a cache line. */
typedef struct {
	_Alignas(128) atomic_uint value;
	atomic_uint sleepers;
	atomic_int spins;
#if !defined(__linux__)
	pthread_mutex_t lock;
	pthread_cond_t woken;
#endif
} Gate;

struct Pool {
	Gate start;    /* the number of the current job */
	Gate passed;   /* barriers passed */
	Gate finished; /* jobs that every worker has left */
	_Alignas(128) atomic_uint arrived; /* threads waiting at the barrier */
	_Alignas(128) atomic_uint left;    /* workers that have left the current job */
	_Alignas(128) Job job;
	void *arg;
	int active;   /* threads of the current job */
	int closing;
	int threads;
	pthread_t *handles;
};

typedef struct {
	Pool *pool;
	int thread;
} Seat;

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

static void gate_open(Gate *g) {
	atomic_init(&g->value, 0);
	atomic_init(&g->sleepers, 0);
	atomic_init(&g->spins, SPINS_MOST / 4);
#if !defined(__linux__)
	pthread_mutex_init(&g->lock, NULL);
	pthread_cond_init(&g->woken, NULL);
#endif
}

static long long now_ns(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Returns once the gate's value is no longer `old`. */
static void gate_wait(Gate *g, unsigned old) {
	int spins = atomic_load_explicit(&g->spins, memory_order_relaxed);
	for (int i = 0; i < spins; i++) {
		if (atomic_load_explicit(&g->value, memory_order_acquire) != old) return;
		relax();
	}
	long long began = now_ns();
	atomic_fetch_add(&g->sleepers, 1);
#if defined(__linux__)
	while (atomic_load(&g->value) == old) syscall(SYS_futex, &g->value, FUTEX_WAIT_PRIVATE, old, NULL, NULL, 0);
#else
	pthread_mutex_lock(&g->lock);
	while (atomic_load(&g->value) == old) pthread_cond_wait(&g->woken, &g->lock);
	pthread_mutex_unlock(&g->lock);
#endif
	atomic_fetch_sub(&g->sleepers, 1);
	int next = now_ns() - began < SHORT_NS ? spins * 2 : SPINS_LEAST;
	atomic_store_explicit(&g->spins, next < SPINS_MOST ? next : SPINS_MOST, memory_order_relaxed);
}

/* Moves the gate on; a sleeper counts itself before it looks at the value again, so none is missed. */
static void gate_advance(Gate *g) {
	atomic_fetch_add(&g->value, 1);
	if (atomic_load(&g->sleepers) == 0) return;
#if defined(__linux__)
	syscall(SYS_futex, &g->value, FUTEX_WAKE_PRIVATE, 1 << 30, NULL, NULL, 0);
#else
	pthread_mutex_lock(&g->lock);
	pthread_cond_broadcast(&g->woken);
	pthread_mutex_unlock(&g->lock);
#endif
}

void pool_barrier(Pool *p, int threads) {
	if (threads < 2) return;
	unsigned old = atomic_load_explicit(&p->passed.value, memory_order_relaxed);
	if (atomic_fetch_add(&p->arrived, 1) + 1 == (unsigned)threads) {
		atomic_store(&p->arrived, 0);
		gate_advance(&p->passed);
	} else gate_wait(&p->passed, old);
}

static void *work(void *arg) {
	Seat seat = *(Seat *)arg;
	Pool *p = seat.pool;
	unsigned seen = 0;
	free(arg);
	for (;;) {
		gate_wait(&p->start, seen);
		seen++;
		if (p->closing) return NULL;
		if (seat.thread < p->active) p->job(p->arg, seat.thread, p->active);
		if (atomic_fetch_add(&p->left, 1) + 2 == (unsigned)p->threads) {
			atomic_store(&p->left, 0);
			gate_advance(&p->finished);
		}
	}
}

/* Every worker, also one without a part, leaves each job before the next one starts: nobody can miss one. */
void pool_run(Pool *p, int threads, Job job, void *arg) {
	if (!p || threads < 2) {
		job(arg, 0, 1);
		return;
	}
	p->job = job;
	p->arg = arg;
	p->active = threads < p->threads ? threads : p->threads;
	unsigned jobs = atomic_load(&p->finished.value);
	gate_advance(&p->start);
	job(arg, 0, p->active);
	gate_wait(&p->finished, jobs);
}

static void stop(Pool *p, int started) {
	p->closing = 1;
	gate_advance(&p->start);
	for (int i = 0; i < started; i++) pthread_join(p->handles[i], NULL);
	free(p->handles);
	free(p);
}

Pool *pool_open(int threads) {
	Pool *p = NULL;
	if (threads < 2 || posix_memalign((void **)&p, 128, sizeof *p)) return NULL;
	gate_open(&p->start);
	gate_open(&p->passed);
	gate_open(&p->finished);
	atomic_init(&p->arrived, 0);
	atomic_init(&p->left, 0);
	p->closing = 0;
	p->threads = threads;
	p->handles = malloc(sizeof(pthread_t) * (size_t)threads);
	for (int i = 1; i < threads; i++) {
		Seat *seat = malloc(sizeof *seat);
		if (seat) *seat = (Seat){p, i};
		if (!p->handles || !seat || pthread_create(&p->handles[i - 1], NULL, work, seat)) {
			free(seat);
			stop(p, i - 1);
			return NULL;
		}
	}
	return p;
}

void pool_close(Pool *p) {
	if (p) stop(p, p->threads - 1);
}
