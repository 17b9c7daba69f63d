/*
 * The engine's own small thread pool. One call runs one job on n threads; inside it, `pool_barrier` holds each until
 * all have come. Waiting spins for a few microseconds, then sleeps, so a busy neighbour costs little.
 *
 * Natively the pool starts its threads. Under WebAssembly with shared memory they are the host's workers, which come
 * when they have started (`pool_enter`); a build without shared memory has one thread.
 */
#ifndef SLUICE_POOL_H
#define SLUICE_POOL_H

typedef struct Pool Pool;
/* A job's part on thread `thread` of `threads`. */
typedef void (*Job)(void *arg, int thread, int threads);

#if defined(__wasm__) && !defined(__wasm_atomics__)
static inline void pool_run(Pool *pool, int threads, Job job, void *arg) {
	(void)pool, (void)threads;
	job(arg, 0, 1);
}
static inline void pool_barrier(Pool *pool, int threads) { (void)pool, (void)threads; }
#else
/*
 * `threads` counts the caller; NULL for less than 2, and natively where a thread cannot be had. `steady`, for tests: that
 * another process holds a thread up takes none away (see pool.c); every third job of more than two has one fewer.
 */
Pool *pool_open(int threads, int steady);
/* Natively the threads are gone when it returns; workers leave `pool_enter` soon. */
void pool_close(Pool *pool);
/* At most as many threads as `pool_threads` has last told of. */
void pool_run(Pool *pool, int threads, Job job, void *arg);
void pool_barrier(Pool *pool, int threads);

#ifdef __wasm__
/* A worker's whole life in the pool: takes its part of each job until the pool is closed. */
void pool_enter(Pool *pool);
/* The threads that are here by now, the caller among them: what the next jobs may have. */
int pool_threads(Pool *pool);
/* How many workers have come, as a number that changes with each and that can be waited on. */
unsigned *pool_came(Pool *pool);
#endif
#endif
#endif
