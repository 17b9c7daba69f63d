/*
 * A Node-API addon that is loaded before the MPI library: it makes room in the C library's heap, so that the heap does not
 * grow or shrink while MPI starts.
 *
 * The heap grows by sbrk, which is not safe if two allocators call it from two threads. Libraries that Open MPI loads (UCX)
 * have an allocator of their own which does. Where both met, one process in about 200 crashed at its start.
 */
#include <node_api.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

NAPI_MODULE_INIT() {
	(void)env;
#ifdef __GLIBC__
	const int room = 256 << 20; /* address space: pages that are never written cost nothing */
	mallopt(M_TOP_PAD, room);
	mallopt(M_TRIM_THRESHOLD, 2147483647);
	/* Blocks too small to be mapped on their own: the first that does not fit makes the heap grow by `room`. */
	void *blocks[64];
	for (int i = 0; i < 64; i++) blocks[i] = malloc(100000);
	for (int i = 0; i < 64; i++) free(blocks[i]);
#endif
	return exports;
}
