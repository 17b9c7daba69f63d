/*
 * The engine's own small thread pool. One call runs one job on n threads; inside it, `pool_barrier` holds each until
 * all have come. Waiting spins for a few microseconds, then sleeps, so a busy neighbour costs little.
 * Under wasm there is one thread: the seam where threads through shared memory would enter.
 */
#ifndef SLUICE_POOL_H
#define SLUICE_POOL_H

typedef struct Pool Pool;
/* A job's part on thread `thread` of `threads`. */
typedef void (*Job)(void *arg, int thread, int threads);

#ifdef __wasm__
static inline void pool_run(Pool *pool, int threads, Job job, void *arg) {
	(void)pool, (void)threads;
	job(arg, 0, 1);
}
static inline void pool_barrier(Pool *pool, int threads) { (void)pool, (void)threads; }
#else
/* NULL where a thread cannot be had. `threads` counts the caller. */
Pool *pool_open(int threads);
void pool_close(Pool *pool);
void pool_run(Pool *pool, int threads, Job job, void *arg);
void pool_barrier(Pool *pool, int threads);
#endif
#endif
