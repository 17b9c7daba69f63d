/** Files written, read back, hashed and loaded in pieces, at piece sizes that no boundary of a checkpoint falls on. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { writeSafetensors } from "../../src/interop/safetensors.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { piecesOf, sizeOf } from "../../src/workbench/disk/content.ts";
import { sha256 } from "../../src/workbench/disk/sha256.ts";
import { loadNewest, saveCheckpoint } from "../../src/workbench/runs/checkpoints.ts";
import { MemoryDisk } from "./memoryDisk.ts";
import { wrapDisk } from "./wrapDisk.ts";

const random = new RandomStream(3, "pieces");
const numbers = (n: number) => Float64Array.from({ length: n }, () => random.normal());
/** 3 tensors of 7, 0 and 33 numbers, the last float64, and one of each size whose bytes end within a piece. */
const snapshot = {
	tensors: [
		{ name: "a", shape: [7], data: Float32Array.from(numbers(7)) },
		{ name: "empty", shape: [0, 3], data: new Float32Array(0) },
		{ name: "b", shape: [3, 11], data: numbers(33) },
	],
	state: { step: 5, counters: [1, 2.5, Number.NaN] },
};

test.each([1, 2, 7, 8, 63, 64, 65, 100, 4096])(
	"a checkpoint saved in pieces of %i bytes has the bytes of one saved whole, and loads the same",
	(pieceBytes) => {
		const disk = new MemoryDisk();
		disk.mkdir("/run");
		disk.pieceBytes = pieceBytes;
		const sizes: number[] = [];
		const counted = wrapDisk(disk, ({ name }, run, args) => {
			if (name === "write") sizes.push((args[1] as Uint8Array).length);
			const part = args[1] as { length: number } | undefined;
			if (name === "read" && part) sizes.push(part.length);
			return run();
		});
		const { path, sizeBytes } = saveCheckpoint("/run", snapshot, { step: 5, disk: counted });
		expect(disk.read(`${path}/tensors.safetensors`)).toEqual(writeSafetensors(snapshot.tensors));
		expect(sizeBytes).toBe(
			["tensors.safetensors", "state.json"].reduce((sum, name) => sum + disk.stat(`${path}/${name}`)!.sizeBytes, 0),
		);
		const loaded = loadNewest("/run", counted);
		expect([loaded.step, loaded.notices, loaded.snapshot]).toEqual([5, [], snapshot]);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.max(64, pieceBytes)); // 64: the beginning of the header
	},
);

test("each of a checkpoint's bytes, flipped on the way to the disk, is found by reading back in pieces of 9", () => {
	const whole = writeSafetensors(snapshot.tensors);
	for (let at = 0; at < whole.length; at += 5) {
		const disk = new MemoryDisk();
		disk.mkdir("/run");
		disk.pieceBytes = 9;
		let done = 0;
		const lying = wrapDisk(disk, ({ name }, run, args) => {
			if (name !== "write") return run();
			const bytes = Uint8Array.from(args[1] as Uint8Array);
			if (at >= done && at < done + bytes.length) bytes[at - done]! ^= 1;
			done += bytes.length;
			return disk.write(args[0] as number, bytes, args[2] as number | undefined);
		});
		expect(() => saveCheckpoint("/run", snapshot, { step: 5, disk: lying })).toThrow(/E_DISK/);
	}
});

test("pieces of a content are its bytes in order, and its SHA-256 does not depend on them", () => {
	const arrays = [0, 5, 1, 17].map((n) => Uint8Array.from(numbers(n), (x) => Math.abs(x) * 50));
	const joined = Uint8Array.from(arrays.flatMap((array) => [...array]));
	for (const most of [1, 3, 17, 100]) {
		expect([...piecesOf(arrays, most)].flatMap((piece) => [...piece])).toEqual([...joined]);
	}
	expect(sizeOf(arrays)).toBe(23);
	expect(sha256(...arrays)).toBe(createHash("sha256").update(joined).digest("hex"));
});
