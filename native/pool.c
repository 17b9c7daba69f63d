/* A pool of threads that spin briefly and then sleep; see pool.h. What a platform has to offer stands in sleep.h. */
#include "pool.h"
#include <stddef.h>
#include "sleep.h"

#ifndef __wasm__
#include <pthread.h>
#include <stdlib.h>

/* glibc 2.34 moved these into libc under a new version; by their first one the addon loads on older systems too. */
#if defined(__GLIBC__) && defined(__x86_64__)
__asm__(".symver pthread_create,pthread_create@GLIBC_2.2.5");
__asm__(".symver pthread_join,pthread_join@GLIBC_2.2.5");
#elif defined(__GLIBC__) && defined(__aarch64__)
__asm__(".symver pthread_create,pthread_create@GLIBC_2.17");
__asm__(".symver pthread_join,pthread_join@GLIBC_2.17");
#endif
#endif

/*
 * How long a wait spins before it sleeps, in pauses of some 20 ns. Each gate learns its own: a sleep that turns out short
 * would have been cheaper as a spin, so the next wait spins longer; a long one means that the other thread has lost its
 * processor, and then sleeping at once lets it have this one. The clock is read after waking, so that the time without
 * a processor counts; whether a timeout ran out would not tell it. Only speed depends on all this.
 */
enum { SPINS_LEAST = 300, SPINS_MOST = 20000 };
static const double SHORT_MS = 0.4;

/*
 * A thread that has lost its processor to another process holds up all others, and so do two that share one processor.
 * Where late waits, those of LATE_MS and more, of all n threads add up to 0.8 (n - 1) / n of WINDOW_MS of jobs (one that has
 * lost 1 / n of its time makes n - 1 others wait, and one fewer would cost as much), the jobs after it have a thread fewer:
 * for REST_LEAST_MS, and for four times as long each time that it happens again before CLEAN windows without it. Bits do
 * not depend on the number of threads.
 */
static const double LATE_MS = 0.1, MOST_MS = 1e6, WINDOW_MS = 10, REST_LEAST_MS = 10, REST_MOST_MS = 160;
enum { CLEAN = 3 };

/* A number that threads wait on until it changes; padded so that no two share a cache line. */
typedef struct {
	_Alignas(128) atomic_uint value;
	atomic_uint sleepers;
	atomic_uint spins;
	atomic_uint late; /* microseconds of late waits, of all threads; wraps around */
} Gate;

/* The value of `start` is 256 times the number of the current job and its threads; ~0 once the pool is closed. */
enum { MOST_THREADS = 64, THREADS_OF_JOB = 255 };
static const unsigned CLOSED = ~0u;

struct Pool {
	Gate start;
	Gate passed;   /* barriers passed */
	Gate finished; /* jobs finished */
	_Alignas(128) atomic_uint arrived; /* threads waiting at the barrier */
	_Alignas(128) atomic_uint left;    /* threads beside the caller that have left the current job */
	_Alignas(128) Job job;
	void *arg;
	unsigned jobs;
	int threads; /* that a job may have */
	int steady;  /* the clock decides nothing: every third job of more than two threads has one fewer */
	double ran, lost;       /* milliseconds of the window's jobs, and late waits in them times n / (n - 1) */
	double rest, rests_end; /* milliseconds that jobs have a thread fewer after a late window, and when they end */
	int clean;              /* windows that were not late, since the last that was */
#ifdef __wasm__
	_Alignas(128) atomic_uint came; /* workers */
	int most;
#else
	pthread_t handles[MOST_THREADS];
#endif
};

static void gate_open(Gate *g) {
	shared_write(&g->value, 0);
	shared_write(&g->sleepers, 0);
	shared_write(&g->spins, SPINS_MOST / 4);
	shared_write(&g->late, 0);
}

static void gate_late(Gate *g, double ms) {
	if (ms >= LATE_MS) shared_add(&g->late, (unsigned)(1e3 * (ms < MOST_MS ? ms : MOST_MS)));
}

/* Returns the gate's value once it is no longer `old`. */
static unsigned gate_wait(Gate *g, unsigned old) {
	unsigned value, spins = shared_read(&g->spins);
	double began = 0;
	for (unsigned i = 0; i < spins || !may_sleep(); i++) {
		if ((value = shared_read(&g->value)) != old) {
			if (began > 0) gate_late(g, now_ms() - began);
			return value;
		}
		if (i == SPINS_LEAST) began = now_ms();
		relax();
	}
	double slept = now_ms();
	shared_add(&g->sleepers, 1);
	while ((value = shared_read_all(&g->value)) == old) sleep_while(&g->value, old);
	shared_add(&g->sleepers, -1u);
	double woken = now_ms();
	gate_late(g, woken - (began > 0 ? began : slept));
	unsigned next = woken - slept < SHORT_MS ? 2 * spins : SPINS_LEAST;
	shared_write(&g->spins, next < SPINS_MOST ? next : SPINS_MOST);
	return value;
}

/* Moves the gate on; a sleeper counts itself before it looks at the value again, so none is missed. */
static void gate_move(Gate *g, unsigned value) {
	shared_write(&g->value, value);
	if (shared_read_all(&g->sleepers) > 0) wake_all(&g->value);
}

void pool_barrier(Pool *p, int threads) {
	if (threads < 2) return;
	unsigned old = shared_read(&p->passed.value);
	if (shared_add(&p->arrived, 1) + 1 == (unsigned)threads) {
		shared_write(&p->arrived, 0);
		gate_move(&p->passed, old + 1);
	} else gate_wait(&p->passed, old);
}

/*
 * Takes part in every job of more than `thread` threads. The gate's value names both the job and its threads in one
 * piece, so a thread that comes or wakes late, when other jobs have passed, knows of each whether it is meant; the
 * caller waits for all that are.
 */
static void work(Pool *p, int thread) {
	for (unsigned seen = 0; (seen = gate_wait(&p->start, seen)) != CLOSED;) {
		int threads = seen & THREADS_OF_JOB;
		if (thread >= threads) continue;
		p->job(p->arg, thread, threads);
		if (shared_add(&p->left, 1) + 2 == (unsigned)threads) {
			shared_write(&p->left, 0);
			gate_move(&p->finished, shared_read(&p->finished.value) + 1);
		}
	}
}

static unsigned late_of(Pool *p) { return shared_read(&p->passed.late) + shared_read(&p->finished.late); }

/* Takes a job of `threads` threads, which late waits held up, into the window; decides at its end. */
static void judge(Pool *p, int threads, double ran, double late, double now) {
	p->ran += ran;
	p->lost += late * threads / (threads - 1);
	if (p->ran < WINDOW_MS) return;
	if (p->lost > 0.8 * p->ran) {
		p->rests_end = now + p->rest;
		if (p->rest < REST_MOST_MS) p->rest *= 4;
		p->clean = 0;
	} else if (++p->clean == CLEAN) p->rest = REST_LEAST_MS;
	p->ran = p->lost = 0;
}

void pool_run(Pool *p, int threads, Job job, void *arg) {
	if (p && threads > p->threads) threads = p->threads;
	if (!p || threads < 2) {
		job(arg, 0, 1);
		return;
	}
	double began = now_ms();
	int rests = p->steady ? threads > 2 && p->jobs % 3 == 2 : began < p->rests_end;
	if (rests && --threads < 2) {
		job(arg, 0, 1);
		return;
	}
	unsigned late = late_of(p);
	p->job = job;
	p->arg = arg;
	unsigned finished = shared_read(&p->finished.value);
	gate_move(&p->start, ++p->jobs << 8 | (unsigned)threads);
	job(arg, 0, threads);
	gate_wait(&p->finished, finished);
	double ended = now_ms();
	if (!p->steady && !rests) judge(p, threads, ended - began, 1e-3 * (late_of(p) - late), ended);
}

static void begin(Pool *p, int threads, int steady) {
	gate_open(&p->start);
	gate_open(&p->passed);
	gate_open(&p->finished);
	shared_write(&p->arrived, 0);
	shared_write(&p->left, 0);
	p->jobs = 0;
	p->threads = threads;
	p->steady = steady;
	p->ran = p->lost = 0;
	p->rest = REST_LEAST_MS;
	p->rests_end = 0;
	p->clean = 0;
}

#ifdef __wasm__

static Pool pool;

Pool *pool_open(int threads, int steady) {
	if (threads < 2 || threads > MOST_THREADS) return NULL;
	begin(&pool, 1, steady);
	shared_write(&pool.came, 0);
	pool.most = threads;
	return &pool;
}

void pool_close(Pool *p) {
	p->threads = 1;
	gate_move(&p->start, CLOSED);
}

void pool_enter(Pool *p) {
	int thread = (int)shared_add(&p->came, 1) + 1;
	wake_all(&p->came);
	work(p, thread);
}

int pool_threads(Pool *p) {
	int here = (int)shared_read(&p->came) + 1;
	return p->threads = here < p->most ? here : p->most;
}

unsigned *pool_came(Pool *p) { return (unsigned *)&p->came; }

#else

typedef struct {
	Pool *pool;
	int thread;
} Seat;

static void *sit(void *arg) {
	Seat seat = *(Seat *)arg;
	free(arg);
	work(seat.pool, seat.thread);
	return NULL;
}

static void stop(Pool *p, int started) {
	gate_move(&p->start, CLOSED);
	for (int i = 0; i < started; i++) pthread_join(p->handles[i], NULL);
	free(p);
}

Pool *pool_open(int threads, int steady) {
	Pool *p = NULL;
	if (threads < 2 || threads > MOST_THREADS || posix_memalign((void **)&p, 128, sizeof *p)) return NULL;
	begin(p, threads, steady);
	for (int i = 1; i < threads; i++) {
		Seat *seat = malloc(sizeof *seat);
		if (seat) *seat = (Seat){p, i};
		if (!seat || pthread_create(&p->handles[i - 1], NULL, sit, seat)) {
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
#endif
