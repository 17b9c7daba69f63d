/** The other pairs that each pair is compared with: their answers are wrong choices, their questions say nothing of it. */
import { RandomStream } from "../../../kernels/random.ts";

/**
 * Returns for each pair the numbers of others, with answers that differ from its own and from each other, and with other
 * questions, [N] of up to `most`.
 */
export function othersOf(
	pairs: readonly { question: string; answer: string }[],
	most: number,
	seed: number,
): number[][] {
	const random = new RandomStream(seed, "choices");
	const N = pairs.length;
	return pairs.map(({ question, answer }) => {
		const chosen: number[] = [];
		const answers = new Set([answer]);
		for (let tries = 0; chosen.length < most && tries < 40 * most; tries++) {
			const j = random.below(N);
			const other = pairs[j]!;
			if (answers.has(other.answer) || other.question === question) continue;
			answers.add(other.answer);
			chosen.push(j);
		}
		return chosen;
	});
}
