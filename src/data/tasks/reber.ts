/**
 * The embedded Reber grammar (Cleeremans, Servan-Schreiber & McClelland 1989; experiment 1 of Hochreiter & Schmidhuber
 * 1997): predict the next symbol of B {T|P} <Reber string> {the same T|P} E. Both branches of a choice are equally
 * likely.
 */
import type { RandomStream } from "../../kernels/random.ts";
import { checkRequest } from "./checks.ts";
import { anyStep } from "./scoring.ts";
import type { Task } from "./task.ts";

/** Symbols by number. */
export const REBER = "BTPSXVE";
const V = REBER.length;

type Moves = readonly (readonly [symbol: number, state: number])[];

/** The automaton: moves of each state. State 0 is the start; the state without moves is the end. */
const STATES: readonly Moves[] = automaton();
const END = STATES.length - 1;

function automaton(): Moves[] {
	const on = (symbol: string) => REBER.indexOf(symbol);
	const inner = (from: number): [string, number][][] => [
		[["B", from + 1]],
		[
			["T", from + 2],
			["P", from + 3],
		],
		[
			["S", from + 2],
			["X", from + 4],
		],
		[
			["T", from + 3],
			["V", from + 5],
		],
		[
			["X", from + 3],
			["S", from + 6],
		],
		[
			["P", from + 4],
			["V", from + 6],
		],
		[["E", from + 7]],
	];
	const states: [string, number][][] = [
		[["B", 1]],
		[
			["T", 2],
			["P", 10],
		],
		...inner(2),
		[["T", 18]], // the inner string that T opened ends in state 9
		...inner(10),
		[["P", 18]],
		[["E", 19]],
		[],
	];
	return states.map((moves) => moves.map(([symbol, state]) => [on(symbol), state] as const));
}

/** Draws one string, again while it has more than `longest` symbols. */
function drawString(random: RandomStream, longest: number): number[] {
	for (;;) {
		const string: number[] = [];
		for (let state = 0; state !== END && string.length <= longest; ) {
			const moves = STATES[state]!;
			const [symbol, next] = moves[moves.length === 1 ? 0 : random.below(moves.length)]!;
			string.push(symbol);
			state = next;
		}
		if (string.length <= longest) return string;
	}
}

/**
 * Returns the symbols allowed after each prefix of a string, as bits; 0 from the first symbol that breaks the grammar.
 */
export function legalNext(ids: Iterable<number>): number[] {
	const legal: number[] = [];
	let state: number | undefined = 0;
	for (const id of ids) {
		state = state === undefined ? undefined : STATES[state]!.find(([symbol]) => symbol === id)?.[1];
		legal.push(state === undefined ? 0 : STATES[state]!.reduce((bits, [symbol]) => bits | (1 << symbol), 0));
	}
	return legal;
}

/**
 * Frequencies of the symbols among the targets (all symbols but the first B), from the expected visits of each state: a
 * string has 12 symbols on average, 4 of them around an inner string of 8.
 */
const SHARES = { B: 1, T: 2.5, P: 2, S: 1, X: 1, V: 1.5, E: 2 };
const ANSWERS = 11;

/** `length` is the maximum length in steps (symbols except the last); the shortest string has 8 steps. */
export function embeddedReber(): Task {
	const task: Task = {
		name: "reber",
		inputs: V,
		outputs: V,
		input: "symbols",
		head: "softmax",
		lengths: { min: 8, max: 1000, default: [64, 64] },
		/** Entropy of the frequencies, for strings of any length; a constant prediction cannot do better. */
		baseline: Object.values(SHARES).reduce((sum, n) => sum - (n / ANSWERS) * Math.log(n / ANSWERS), 0),
		draw(random, request) {
			checkRequest(task, request);
			const { batch: B, length } = request;
			const strings = Array.from({ length: B }, () => drawString(random, length + 1));
			const lengths = Int32Array.from(strings, (string) => string.length - 1); // [B]
			const T = Math.max(...lengths);
			const ids = new Int32Array(T * B).fill(-1); // [T,B]
			const targets = new Int32Array(T * B).fill(-1); // [T,B]
			strings.forEach((string, b) => {
				for (let t = 0; t + 1 < string.length; t++) {
					ids[t * B + b] = string[t]!;
					targets[t * B + b] = string[t + 1]!;
				}
			});
			return { T, B, lengths, ids, targets };
		},
		/** Correct if at every step each legal next symbol is more active than each other symbol, as in 1997. */
		wrong(batch, outputs) {
			const { B, lengths } = batch;
			const ids = batch.ids!; // [T,B]
			const legal = new Uint8Array(batch.T * B); // [T,B] bits
			for (let b = 0; b < B; b++) {
				const string = Array.from({ length: lengths[b]! }, (_, t) => ids[t * B + b]!);
				legalNext(string).forEach((bits, t) => {
					legal[t * B + b] = bits;
				});
			}
			return anyStep(batch, outputs, V, (step) => {
				let least = Number.POSITIVE_INFINITY; // of the legal symbols
				let most = Number.NEGATIVE_INFINITY; // of the other symbols
				for (let v = 0; v < V; v++) {
					const y = outputs[step * V + v]!;
					if (Number.isNaN(y)) return true;
					if ((legal[step]! >> v) & 1) least = Math.min(least, y);
					else most = Math.max(most, y);
				}
				return !(least > most);
			});
		},
	};
	return task;
}
