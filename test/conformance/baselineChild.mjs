/**
 * Runs an LSTM layer forward and backward on both wasm builds through their bare exports (native/wasm.c) and prints a
 * hash of all that they wrote: to be compared between V8's compilers, whose flags are the process's.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--experimental-wasm-relaxed-simd");
const [LSTM_FORWARD, LSTM_BACKWARD] = [2, 3];
const [T, B, D, H] = [6, 5, 9, 48];
const GH = 4 * H;

for (const build of ["plain", "relaxed"]) {
	const bytes = readFileSync(new URL(`../../wasm/sluice-${build}.wasm`, import.meta.url));
	const memory = new WebAssembly.Memory({ initial: 256, maximum: 256 });
	const { exports: wasm } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
	let at = Math.ceil(wasm.__heap_base.value / 64) * 64;
	const take = (n) => (at += 64 * Math.ceil(n / 16)) - 64 * Math.ceil(n / 16);
	let state = 12345;
	const random = () => (state = (Math.imul(state, 1664525) + 1013904223) | 0) / 2 ** 31;
	const lengths = {
		...{ x: T * B * D, ids: 0, w_ih: GH * D, w_hh: GH * H, b: GH, h: (T + 1) * B * H, p: 0, gates: T * B * GH },
		...{ c: (T + 1) * B * H, dOut: T * B * H, dhLast: 0, dhFirst: B * H, dx: T * B * D, dw_ih: GH * D, dw_hh: GH * H },
		...{ db: GH, deltaGates: T * B * GH, deltaH: 0, dp: 0, dcLast: 0, dcFirst: B * H, deltaC: 0 },
	};
	const arrays = Object.values(lengths).map((n) => {
		if (n === 0) return undefined;
		const array = new Float32Array(memory.buffer, take(n), n);
		for (let j = 0; j < n; j++) array[j] = 0.2 * random();
		return array;
	});
	new Float64Array(memory.buffer, wasm.frame_numbers(), 6).set([T, B, D, H, 0, 1]);
	new Uint32Array(memory.buffer, wasm.frame_arrays(), 24).set(arrays.map((array) => array?.byteOffset ?? 0));
	wasm.give_scratch(take(1 << 20), 4 << 20);
	for (const call of [LSTM_FORWARD, LSTM_BACKWARD]) if (wasm.call(call) !== 0) throw new Error(`call ${call} failed`);
	const hash = createHash("sha256");
	for (const array of arrays) if (array) hash.update(array);
	console.log(`${build} ${hash.digest("hex")}`);
}
