/*
 * Threefry-2x32, 20 rounds (Salmon, Moraes, Dror & Shaw 2011): the same bits as src/kernels/random.ts.
 * Written over LANES blocks at once, in loops that the compiler turns into vectors.
 */
#ifndef SLUICE_RANDOM_H
#define SLUICE_RANDOM_H
#include <stdint.h>

enum { LANES = 16 };

/* words[2 i], words[2 i + 1]: the block of counter + i, for i < LANES. */
static inline void threefry(const uint32_t key[2], uint64_t counter, uint32_t words[2 * LANES]) {
	static const int turns[8] = {13, 15, 26, 6, 17, 29, 16, 24};
	const uint32_t keys[3] = {key[0], key[1], key[0] ^ key[1] ^ 0x1bd11bdau};
	uint32_t x0[LANES], x1[LANES];
	for (int i = 0; i < LANES; i++) {
		uint64_t c = counter + (uint64_t)i;
		x0[i] = (uint32_t)c + keys[0];
		x1[i] = (uint32_t)(c >> 32) + keys[1];
	}
	for (int round = 0; round < 20; round++) {
		const int turn = turns[round % 8];
		for (int i = 0; i < LANES; i++) {
			x0[i] += x1[i];
			x1[i] = ((x1[i] << turn) | (x1[i] >> (32 - turn))) ^ x0[i];
		}
		if (round % 4 == 3) {
			const uint32_t group = (uint32_t)(round + 1) / 4, a = keys[group % 3], b = keys[(group + 1) % 3] + group;
			for (int i = 0; i < LANES; i++) x0[i] += a, x1[i] += b;
		}
	}
	for (int i = 0; i < LANES; i++) {
		words[2 * i] = x0[i];
		words[2 * i + 1] = x1[i];
	}
}
#endif
