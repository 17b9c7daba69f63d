import { expect, test } from "vitest";
import { createAllocator } from "./allocator.ts";
import { RandomStream } from "./random.ts";

test("2000 random takes and gives never overlap, begin on cache lines, and all come back as one gap", () => {
	const [from, to] = [100, 100_000];
	const allocator = createAllocator(from, to);
	const rng = new RandomStream(3, "allocator");
	const held: { at: number; bytes: number }[] = [];
	for (let round = 0; round < 2000; round++) {
		if (rng.below(2) === 0 && held.length > 0) {
			allocator.give(held.splice(rng.below(held.length), 1)[0]!.at);
			continue;
		}
		const bytes = rng.below(3000);
		const at = allocator.take(bytes);
		if (at === undefined) continue;
		expect(at % 64).toBe(0);
		expect(at >= from && at + bytes <= to).toBe(true);
		for (const block of held) expect(at >= block.at + block.bytes || at + bytes <= block.at).toBe(true);
		held.push({ at, bytes });
	}
	for (const { at } of held) allocator.give(at);
	expect(allocator.used).toBe(0);
	expect(allocator.take(99_800)).toBe(128);
});

test("a take larger than any gap is undefined and changes nothing; an unknown address given back is passed over", () => {
	const allocator = createAllocator(0, 1024);
	expect(allocator.take(1025)).toBeUndefined();
	allocator.give(64);
	expect(allocator.take(1024)).toBe(0);
	expect(allocator.take(0)).toBeUndefined();
});
