/*
 * The Node-API addon of a training on several processes: MPI carries bytes, nothing else. All sums are made by the caller
 * (src/training/ranks), because the order of MPI's own sums depends on the number of ranks.
 *
 *   init() -> [rank, size] | undefined            once per process; MPI_Finalize runs when the process exits
 *   watch(Int32Array pids, listen)                process of each rank, 0 where it cannot be seen from here
 *   words(Uint8Array text, Int32Array ends)       what to write to standard error, once, if a rank has ended: that of rank r
 *                                                 ends at ends[r], and an empty one is not written
 *   spoke() -> boolean                            whether that was written
 *   exchange(send, to, receive, from) -> code     typed arrays of bytes or undefined; waits for both
 *   abandon()                                     no MPI_Finalize at exit: it would wait for ranks that wait for this one
 *
 * Codes: 0 done, -1 MPI failed, or this process was asked to end and the other side did not answer, -2 bad arguments,
 * r + 1: the process of rank r has ended.
 *
 * A wait must notice that a rank has died, which MPI does not say. It looks whether the processes of this machine are
 * still there; and a rank that dies elsewhere makes the launcher send SIGTERM to the others.
 *
 * A launcher that sees a rank die gives the others a second: SIGTERM, then SIGKILL. On a busy machine that is too short for
 * JavaScript to end a call, compose a message and write it. So the messages are composed before, and the signal's handler
 * writes the one of the rank that is gone.
 */
#include <mpi.h>
#include <node_api.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DONE = 0, FAILED = -1, BAD = -2 };

/* Largest message: counts of MPI are ints. */
static const size_t CHUNK = (size_t)1 << 30;
/* Seconds of a wait: yielding only, between two looks at the other processes, until an answer after SIGTERM, before the end. */
static const double EAGER = 0.002, LOOK = 0.02, ANSWER = 0.4, STAY = 0.5;

static int rank, size, ready, broken;
static int *pids; /* [size] */
static volatile sig_atomic_t told;
static struct sigaction before[2];

/* One message per rank. Replaced as a whole and never freed: a handler in another thread may be reading it. */
struct words {
	int32_t *ends; /* [size] */
	unsigned char *text;
};
static struct words *volatile words;
static int spoken;

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The lowest rank of this machine whose process has ended, plus 1; 0 if there is none. */
static int dead(void) {
	for (int r = 0; pids && r < size; r++)
		if (pids[r] > 0 && kill(pids[r], 0) && errno == ESRCH) return r + 1;
	return 0;
}

/* Writes what is to be said if rank r has ended. Safe in a signal handler. */
static void say(int r) {
	const struct words *all = words;
	if (!all) return;
	int32_t at = r ? all->ends[r - 1] : 0, end = all->ends[r];
	if (at == end || __atomic_exchange_n(&spoken, 1, __ATOMIC_SEQ_CST)) return;
	while (at < end) {
		ssize_t written = write(STDERR_FILENO, all->text + at, (size_t)(end - at));
		if (written < 0 && errno != EINTR) return;
		if (written > 0) at += (int32_t)written;
	}
}

static void on_signal(int number, siginfo_t *info, void *context) {
	const struct sigaction *own = &before[number == SIGINT];
	const int error = errno, lost = told ? 0 : dead(); /* ranks that a later signal finds gone obeyed the first one */
	told = 1;
	if (lost) say(lost - 1);
	errno = error;
	if (own->sa_flags & SA_SIGINFO) own->sa_sigaction(number, info, context);
	else if (own->sa_handler == SIG_DFL) _exit(128 + number);
	else if (own->sa_handler != SIG_IGN) own->sa_handler(number);
}

/* Hears SIGTERM and SIGINT in addition to the handlers that are there. */
static void listen(void) {
	const int numbers[2] = {SIGTERM, SIGINT};
	for (int i = 0; i < 2; i++) {
		struct sigaction action;
		memset(&action, 0, sizeof action);
		action.sa_sigaction = on_signal;
		action.sa_flags = SA_SIGINFO | SA_RESTART;
		sigaction(numbers[i], 0, &before[i]);
		sigaction(numbers[i], &action, 0);
	}
}

static int wait_all(MPI_Request requests[2]) {
	double began = 0, looked = 0, asked = 0;
	for (long tries = 0;; tries++) {
		int done = 0;
		if (MPI_Testall(2, requests, &done, MPI_STATUSES_IGNORE) != MPI_SUCCESS) return FAILED;
		if (done) return DONE;
		if (tries % 64) {
			sched_yield();
			continue;
		}
		double t = now();
		if (!began) began = looked = t;
		if (t - looked > LOOK) {
			int lost = dead();
			if (lost) return lost;
			if (told && !asked) asked = t;
			if (asked && t - asked > ANSWER) return FAILED;
			looked = t;
		}
		if (t - began > EAGER) {
			struct timespec nap = {0, t - began > 0.1 ? 500000 : 50000};
			nanosleep(&nap, 0);
		}
	}
}

/* Rank r has ended. Ranks that have nothing to say about it stay for a moment: the one that has must not find them gone. */
static void report(int r) {
	say(r);
	if (!words || spoken) return;
	struct timespec nap = {0, (long)(1e9 * STAY)};
	nanosleep(&nap, 0);
}

static napi_value number(napi_env env, double x) {
	napi_value v = 0;
	napi_create_double(env, x, &v);
	return v;
}

/* Runs at exit, before the destructors of the MPI library. */
static void finalize(void) {
	int over = 0;
	if (!ready || broken) return;
	MPI_Finalized(&over);
	if (!over) MPI_Finalize();
}

static napi_value init(napi_env env, napi_callback_info info) {
	(void)info;
	int provided = 0, had = 0;
	MPI_Initialized(&had);
	if (!had && MPI_Init_thread(0, 0, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) return 0;
	MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	MPI_Comm_size(MPI_COMM_WORLD, &size);
	if (!ready) atexit(finalize);
	ready = 1;
	napi_value out;
	napi_create_array(env, &out);
	napi_set_element(env, out, 0, number(env, rank));
	napi_set_element(env, out, 1, number(env, size));
	return out;
}

/* The bytes of a Uint8Array; NULL for undefined. */
static int bytes_of(napi_env env, napi_value value, unsigned char **data, size_t *length) {
	napi_valuetype kind;
	napi_typedarray_type type;
	*data = 0;
	*length = 0;
	if (napi_typeof(env, value, &kind) != napi_ok) return 0;
	if (kind == napi_undefined) return 1;
	return napi_get_typedarray_info(env, value, &type, length, (void **)data, 0, 0) == napi_ok && type == napi_uint8_array;
}

static napi_value watch(napi_env env, napi_callback_info info) {
	size_t argc = 2, length = 0;
	napi_value argv[2];
	napi_typedarray_type type;
	void *data = 0;
	bool wanted = false;
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	if (argc < 2 || napi_get_typedarray_info(env, argv[0], &type, &length, &data, 0, 0) != napi_ok) return 0;
	if (type != napi_int32_array || (int)length != size) return 0;
	napi_get_value_bool(env, argv[1], &wanted);
	free(pids);
	pids = malloc(length * sizeof *pids);
	if (pids) memcpy(pids, data, length * sizeof *pids);
	if (wanted) listen();
	return 0;
}

/* A copy of an array's elements. */
static void *copy(const void *data, size_t bytes) {
	void *own = malloc(bytes ? bytes : 1);
	if (own && bytes) memcpy(own, data, bytes);
	return own;
}

static napi_value set_words(napi_env env, napi_callback_info info) {
	size_t argc = 2, length = 0, count = 0;
	napi_value argv[2];
	napi_typedarray_type type;
	unsigned char *text = 0;
	void *ends = 0;
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	if (argc < 2 || !bytes_of(env, argv[0], &text, &length)) return 0;
	if (napi_get_typedarray_info(env, argv[1], &type, &count, &ends, 0, 0) != napi_ok) return 0;
	if (type != napi_int32_array || (int)count != size) return 0;
	int32_t at = 0;
	for (int r = 0; r < size; r++) {
		int32_t end = ((int32_t *)ends)[r];
		if (end < at || (size_t)end > length) return 0;
		at = end;
	}
	struct words *all = malloc(sizeof *all);
	if (!all) return 0;
	all->ends = copy(ends, count * sizeof *all->ends);
	all->text = copy(text, length);
	if (all->ends && all->text) words = all;
	return 0;
}

static napi_value spoke(napi_env env, napi_callback_info info) {
	(void)info;
	napi_value v = 0;
	napi_get_boolean(env, spoken != 0, &v);
	return v;
}

static napi_value abandon(napi_env env, napi_callback_info info) {
	(void)env, (void)info;
	broken = 1;
	return 0;
}

static napi_value exchange(napi_env env, napi_callback_info info) {
	size_t argc = 4, sent = 0, received = 0;
	napi_value argv[4];
	unsigned char *send = 0, *receive = 0;
	int32_t to = -1, from = -1;
	napi_get_cb_info(env, info, &argc, argv, 0, 0);
	if (!ready || broken || argc < 4 || !bytes_of(env, argv[0], &send, &sent) || !bytes_of(env, argv[2], &receive, &received))
		return number(env, BAD);
	if (napi_get_value_int32(env, argv[1], &to) != napi_ok || napi_get_value_int32(env, argv[3], &from) != napi_ok)
		return number(env, BAD);
	if ((send && (to < 0 || to >= size)) || (receive && (from < 0 || from >= size))) return number(env, BAD);
	for (size_t at = 0; at < sent || at < received; at += CHUNK) {
		MPI_Request requests[2] = {MPI_REQUEST_NULL, MPI_REQUEST_NULL};
		size_t out = at < sent ? sent - at : 0, in = at < received ? received - at : 0;
		int failed = MPI_SUCCESS;
		if (in) failed = MPI_Irecv(receive + at, (int)(in < CHUNK ? in : CHUNK), MPI_BYTE, from, 0, MPI_COMM_WORLD, &requests[0]);
		if (out && failed == MPI_SUCCESS)
			failed = MPI_Isend(send + at, (int)(out < CHUNK ? out : CHUNK), MPI_BYTE, to, 0, MPI_COMM_WORLD, &requests[1]);
		int code = failed == MPI_SUCCESS ? wait_all(requests) : FAILED;
		if (code != DONE) {
			broken = 1;
			if (code == FAILED && dead()) code = dead();
			if (code > DONE) report(code - 1);
			return number(env, code);
		}
	}
	return number(env, DONE);
}

NAPI_MODULE_INIT() {
	static const struct {
		const char *name;
		napi_callback callback;
	} functions[] = {
		{"init", init},     {"watch", watch},       {"words", set_words},
		{"spoke", spoke},   {"exchange", exchange}, {"abandon", abandon},
	};
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		napi_value f;
		napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].callback, 0, &f);
		napi_set_named_property(env, exports, functions[i].name, f);
	}
	return exports;
}
