/**
 * The sequences of a batch cut in two: the encoder reads the question, the decoder the rest, of which it answers every
 * step. Questions end together, so that a shorter one begins later; before it the encoder's state is zero.
 */

// T steps, B sequences, J encoder steps, S decoder steps; row-major, the last letter moves fastest

export interface Cut {
	/** Steps of the encoder: those of the longest question. */
	J: number;
	/** Steps of the decoder: those after the shortest question. */
	S: number;
	/** First encoder step of each sequence, [B], 0..J-1. */
	first: Int32Array;
	/** Encoder steps at which sequences begin, in order; 0 is one. */
	begins: readonly number[];
}

/** Cuts T steps of sequences with these questions, each 1..T-1 steps long. */
export function cutOf(questions: Int32Array, T: number, first: Int32Array): Cut {
	const J = questions.reduce((most, steps) => Math.max(most, steps), 0);
	const S = T - questions.reduce((least, steps) => Math.min(least, steps), T);
	for (const [b, steps] of questions.entries()) first[b] = J - steps;
	return { J, S, first, begins: [...new Set(first)].sort((a, b) => a - b) };
}

/** Copies the questions of ids [T,B] to the encoder's [J,B], -1 before a sequence begins. */
export function readQuestions(ids: Int32Array, { J, first }: Cut, to: Int32Array): void {
	const B = first.length;
	for (let j = 0; j < J; j++)
		for (let b = 0; b < B; b++) to[j * B + b] = j < first[b]! ? -1 : ids[(j - first[b]!) * B + b]!;
}

/** Visits the decoder steps: calls `visit` with each row of [S,B] and its row of [T,B], -1 past the end of T. */
export function eachAnswer(T: number, { J, S, first }: Cut, visit: (row: number, at: number) => void): void {
	const B = first.length;
	for (let s = 0; s < S; s++)
		for (let b = 0; b < B; b++) {
			const t = J - first[b]! + s;
			visit(s * B + b, t < T ? t * B + b : -1);
		}
}
