/** The parts of a file of pairs: split by question, so that no question of one part occurs in another. */
import { RandomStream } from "../../kernels/random.ts";
import type { Split } from "../split.ts";

/** Number of a part: training, validation, test. */
export type PartNumber = 0 | 1 | 2;

/**
 * Returns the part of each pair, [N], and the number of different questions. Questions that differ only in blanks at
 * their ends are the same. Cuts are at floor(Q * percent / 100) of a random order that depends on the number of
 * questions Q alone, so equal files are split equally.
 * @param questions of all pairs, [N].
 */
export function splitQuestions(
	questions: readonly string[],
	[train, valid, test]: Split,
): { part: Uint8Array; different: number } {
	const numbers = new Map<string, number>();
	const numberOf = questions.map((question) => {
		const key = question.trim();
		const known = numbers.get(key);
		if (known !== undefined) return known;
		numbers.set(key, numbers.size);
		return numbers.size - 1;
	});
	const Q = numbers.size;
	const first = valid + test === 0 ? Q : Math.floor((Q * train) / 100);
	const second = test === 0 ? Q : Math.floor((Q * (train + valid)) / 100);
	const parts = new Uint8Array(Q).fill(1, first, second).fill(2, second);
	const random = new RandomStream(1, "split of questions");
	for (let i = Q - 1; i > 0; i--) {
		const j = random.below(i + 1);
		[parts[i], parts[j]] = [parts[j]!, parts[i]!];
	}
	return { part: Uint8Array.from(numberOf, (n) => parts[n]!), different: Q };
}
