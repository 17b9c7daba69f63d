/* Measures the machine's limits: multiply-adds and memory reads of N threads together. `limits N` prints one line of
 * JSON: {"threads", "gflops", "dramGBps", "weightsGBps"}; each is the best of several short tries.
 * It uses the compiler's vector types, as wide as -march=native allows, so one source serves x86-64 and arm64. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__AVX512F__)
#define WIDTH 16
#elif defined(__AVX__)
#define WIDTH 8
#else
#define WIDTH 4
#endif
typedef float vec __attribute__((vector_size(WIDTH * 4)));

#define CHAINS 12 /* independent sums: more than latency (4 to 5) times units (2), fewer than registers */
#define TRIES 8
#define MOST_THREADS 64

enum kind { FMA, READ };
struct job {
	enum kind kind;
	size_t n; /* rounds of FMA, or floats of `data` to read */
	int repeats;
	const float *data;
	pthread_barrier_t *barrier;
	double seconds;
	float sum;
};

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + 1e-9 * t.tv_nsec;
}

static float total(vec v) {
	float s = 0;
	for (int i = 0; i < WIDTH; i++) s += v[i];
	return s;
}

/* n rounds of CHAINS multiply-adds of WIDTH floats: 2 * WIDTH * CHAINS * n operations */
static float multiply_add(size_t n) {
	vec x = {0}, y = {0}, a[CHAINS];
	for (int i = 0; i < WIDTH; i++) x[i] = 0.999f, y[i] = 1e-3f;
	for (int c = 0; c < CHAINS; c++) a[c] = y * (float)c;
	for (size_t k = 0; k < n; k++) {
#pragma GCC unroll 12
		for (int c = 0; c < CHAINS; c++) a[c] = a[c] * x + y;
	}
	vec s = a[0];
	for (int c = 1; c < CHAINS; c++) s += a[c];
	return total(s);
}

static float read_all(const float *data, size_t n) {
	vec s[8];
	memset(s, 0, sizeof s);
	for (size_t i = 0; i + 8 * WIDTH <= n; i += 8 * WIDTH) {
#pragma GCC unroll 8
		for (int k = 0; k < 8; k++) s[k] += *(const vec *)(data + i + k * WIDTH);
	}
	vec sum = s[0];
	for (int k = 1; k < 8; k++) sum += s[k];
	return total(sum);
}

static void *work(void *argument) {
	struct job *job = argument;
	for (int r = -1; r < job->repeats; r++) { /* the first is not counted */
		pthread_barrier_wait(job->barrier);
		if (r == 0) job->seconds = now();
		float sum = job->kind == FMA ? multiply_add(job->n) : read_all(job->data, job->n);
		__asm__ volatile("" ::: "memory");
		job->sum += sum;
	}
	pthread_barrier_wait(job->barrier);
	job->seconds = now() - job->seconds;
	return NULL;
}

/* Seconds of one repeat on all threads, the best of TRIES. */
static double best(int threads, enum kind kind, size_t n, int repeats, const float *data) {
	double least = 1e9;
	for (int t = 0; t < TRIES; t++) {
		pthread_t ids[MOST_THREADS];
		struct job jobs[MOST_THREADS];
		pthread_barrier_t barrier;
		pthread_barrier_init(&barrier, NULL, threads);
		for (int i = 0; i < threads; i++) {
			jobs[i] = (struct job){kind, n, repeats, data ? data + i * n : NULL, &barrier, 0, 0};
			pthread_create(&ids[i], NULL, work, &jobs[i]);
		}
		double seconds = 0;
		for (int i = 0; i < threads; i++) {
			pthread_join(ids[i], NULL);
			if (jobs[i].seconds > seconds) seconds = jobs[i].seconds;
			if (jobs[i].sum == 42.5f) fputs("", stderr); /* prevents removal of the sums */
		}
		pthread_barrier_destroy(&barrier);
		if (seconds / repeats < least) least = seconds / repeats;
	}
	return least;
}

int main(int count, char **arguments) {
	int threads = count > 1 ? atoi(arguments[1]) : 1;
	if (threads < 1 || threads > MOST_THREADS) return 2;
	size_t rounds = 2000000;
	size_t dram = ((size_t)64 << 20) / threads / 1024 * 1024; /* floats per thread: 256 MiB in total, larger than any cache */
	size_t weights = 3195904 / threads / 1024 * 1024; /* floats per thread: the 12.8 MB that W5 reads per symbol */
	float *data = aligned_alloc(64, dram * threads * sizeof(float));
	if (!data) return 1;
	for (size_t i = 0; i < dram * threads; i++) data[i] = 1;
	double fma = best(threads, FMA, rounds, 4, NULL);
	double far = best(threads, READ, dram, 1, data);
	double near = best(threads, READ, weights, 20, data);
	printf("{\"threads\":%d,\"gflops\":%.1f,\"dramGBps\":%.1f,\"weightsGBps\":%.1f}\n", threads,
		2.0 * WIDTH * CHAINS * rounds * threads / fma / 1e9, 4.0 * dram * threads / far / 1e9,
		4.0 * weights * threads / near / 1e9);
	free(data);
	return 0;
}
