/**
 * Tasks that reproduce a whole sequence after a pause: noiseless memorisation (Martens & Sutskever 2011, in the form of
 * Pascanu, Mikolov & Bengio 2013) and copying (Arjovsky, Shah & Bengio 2016, in the form of its authors' code).
 *
 * Both read n symbols out of k, then L steps of pause with one marker in it or after it. The target is "blank" until
 * the last n steps, where it is the symbols again. The two differ in the marker's position and in how symbols are
 * numbered.
 */
import { checkRequest, checkWhole, LONGEST } from "./checks.ts";
import { wrongClasses } from "./scoring.ts";
import type { Task } from "./task.ts";

interface RecallForm {
	name: string;
	/** Number of different symbols k. */
	values: number;
	/** Length n of the sequence to recall. */
	positions: number;
	/** Number of the first symbol; the k symbols are consecutive, in the input and in the target. */
	first: number;
	blank: number;
	marker: number;
	/** Returns the step of the marker. */
	markerAt: (L: number) => number;
	lengths: [number, number];
	/** True: sequence b is pattern b of all k^n, cyclically, instead of a random one. */
	all?: boolean;
}

function recall(form: RecallForm): Task {
	const { name, values: k, positions: n, first, blank, marker } = form;
	const stepsOf = (L: number) => L + 2 * n;
	const task: Task = {
		name,
		inputs: k + 2,
		outputs: k + 1,
		input: "symbols",
		head: "softmax",
		lengths: { min: 1, max: LONGEST, default: form.lengths },
		/**
		 * Of the T = L + 2n scored steps, the last n cost ln k each and the others nothing: Arjovsky's 10 ln 8 / (L + 20).
		 */
		baselineAt: (L) => (n * Math.log(k)) / stepsOf(L),
		draw(random, request) {
			checkRequest(task, request, stepsOf);
			const { batch: B, length: L } = request;
			const T = stepsOf(L);
			const ids = new Int32Array(T * B).fill(blank); // [T,B]
			const targets = new Int32Array(T * B).fill(blank); // [T,B]
			for (let b = 0; b < B; b++) {
				let pattern = b;
				for (let i = 0; i < n; i++) {
					const value = form.all ? pattern % k : random.below(k);
					pattern = Math.floor(pattern / k);
					ids[i * B + b] = first + value;
					targets[(T - n + i) * B + b] = first + value;
				}
				ids[form.markerAt(L) * B + b] = marker;
			}
			return { T, B, lengths: new Int32Array(B).fill(T), ids, targets };
		},
		wrong: (batch, outputs) => wrongClasses(batch, outputs, k + 1),
	};
	return task;
}

export interface MemorisationOptions {
	/** Number of different symbols k, 2..1000. */
	values?: number;
	/** Length n of the sequence to recall, 1..1000. */
	positions?: number;
	/** Every pattern in turn, as the authors train the five bits: use a batch of k^n. */
	all?: boolean;
}

/** Symbols 0..k-1, blank k, marker k + 1 at step n + L; recall begins at the marker. 5 values at 10 positions. */
export function memorisation({ values = 5, positions = 10, all = false }: MemorisationOptions = {}): Task {
	return memorisationNamed("memorisation", values, positions, all);
}

/** Five bits: the same with 2 values at 5 positions. */
export function memorisationBits({ values = 2, positions = 5, all = false }: MemorisationOptions = {}): Task {
	return memorisationNamed("memorisation-bits", values, positions, all);
}

function memorisationNamed(name: string, values: number, positions: number, all: boolean): Task {
	checkWhole("values", values, 2, 1000);
	checkWhole("positions", positions, 1, 1000);
	const markerAt = (L: number) => positions + L;
	const lengths: [number, number] = [50, 200];
	return recall({ name, values, positions, first: 0, blank: values, marker: values + 1, markerAt, lengths, all });
}

export interface CopyingOptions {
	/** Number of different symbols k, 2..1000; 8 in the paper. */
	values?: number;
	/** Length n of the sequence to recall, 1..1000; 10 in the paper. */
	positions?: number;
}

/** Blank 0, symbols 1..k, marker k + 1 at step n + L - 1; recall begins one step after the marker. */
export function copying({ values = 8, positions = 10 }: CopyingOptions = {}): Task {
	checkWhole("values", values, 2, 1000);
	checkWhole("positions", positions, 1, 1000);
	const markerAt = (L: number) => positions + L - 1;
	return recall({
		name: "copying",
		values,
		positions,
		first: 1,
		blank: 0,
		marker: values + 1,
		markerAt,
		lengths: [100, 100],
	});
}
