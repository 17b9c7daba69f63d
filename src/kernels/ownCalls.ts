/** The calls of an engine written in C for cells given by equations; calls.ts has the others. */
import { type CallArray, gradientArrays, type Host, layerArrays, sendCall, unshared } from "./calls.ts";
import { checkedOwn } from "./checkOwn.ts";
import type { Floats, OwnForward, OwnKernels } from "./kernels.ts";
import { INSTRUCTION, type OwnProgram } from "./ownProgram.ts";
import { lengthOf } from "./typedArrays.ts";

/**
 * Returns the calls.
 * @param place returns an array of these words that the kernels can reach until the next call; the same if they reach it.
 */
export function ownCalls(host: Host, place: (words: Int32Array) => Int32Array): OwnKernels {
	const send = (call: "ownForward" | "ownBackward", sizes: readonly number[], arrays: readonly CallArray[]) => {
		host.numbers.set(sizes);
		sendCall(host, call, arrays);
	};
	return {
		ownForward(given) {
			const a = checkedOwn("ownForward", unshared({ ...given }, host));
			const { forward } = a.program;
			send("ownForward", sizesOf(a, forward), [...arraysOf(a), place(wordsOf(forward, a.program))]);
		},
		ownBackward(given) {
			const a = checkedOwn("ownBackward", unshared({ ...given }, host));
			const { backward } = a.program;
			const gradients = [...gradientArrays(a, a.dp), a.dcLast, a.dcFirst, a.deltaC];
			const words = place(wordsOf(backward, a.program));
			send("ownBackward", sizesOf(a, backward, a.deltaC), [...arraysOf(a), ...gradients, words]);
		},
	};
}

/** Instructions, then the constants as the bits of float32 numbers, then the two blocks of each norm. */
function wordsOf(code: Int32Array, { constants, norms }: OwnProgram): Int32Array {
	const words = new Int32Array(code.length + constants.length + 2 * norms.length);
	words.set(code);
	words.set(
		norms.flatMap(({ sum, value }) => [sum, value]),
		code.length + constants.length,
	);
	words.set(new Int32Array(Float32Array.from(constants).buffer), code.length);
	return words;
}

function sizesOf(a: OwnForward, code: Int32Array, deltaC?: Floats): number[] {
	const { inputSums, fullSums, recurrentSums, values, states, parameters, registers, constants, norms } = a.program;
	const apart = (c: Floats | undefined) => (c ? lengthOf(c) / (states - 1) : 0); // floats between two states
	return [
		...[a.T, a.B, a.D, a.H, code.length / INSTRUCTION, inputSums, fullSums, recurrentSums, values, states],
		...[parameters, registers, constants.length, apart(a.c), apart(deltaC), norms.length],
	];
}
const arraysOf = (a: OwnForward) => layerArrays(a, a.p, a.gates, a.c);
