/** The question gain of a table of losses: nats(A) - nats(A|Q), where nats(A) is the mean over the other questions. */

export interface Gain {
	/** nats(A|Q): mean loss of the answers after the questions that they are asked with. */
	given: number;
	/** nats(A): mean loss of the answers after the other questions. */
	without: number;
	/** The difference. */
	gain: number;
	/** The same against the mean of the probabilities after all n questions: at most ln n. */
	mixture: number;
}

/**
 * @param nats -ln p(answer | question), a row for each question, a column for each answer
 * @param shuffled asks each answer by the question of the next one instead of its own: the control
 */
export function questionGain(nats: readonly (readonly number[])[], shuffled: boolean): Gain {
	const n = nats.length;
	let [given, without, mixed] = [0, 0, 0];
	for (let j = 0; j < n; j++) {
		const own = askedBy(j, n, shuffled);
		const others = nats.flatMap((row, i) => (i === own || i === j ? [] : [row[j]!]));
		given += nats[own]![j]! / n;
		without += others.reduce((sum, value) => sum + value, 0) / others.length / n;
		mixed -= Math.log(nats.reduce((sum, row) => sum + Math.exp(-row[j]!) / n, 0)) / n;
	}
	return { given, without, gain: without - given, mixture: mixed - given };
}

/** Number of the question by which answer j of n is asked. */
export const askedBy = (j: number, n: number, shuffled: boolean): number => (j + (shuffled ? 1 : 0)) % n;

/** How many times as likely a gain makes an answer, in two digits: 0.09 -> "1.1", 7.28 -> "1,500". */
export const timesAsLikely = (gain: number): string => {
	const times = Math.exp(gain);
	return times >= 100 ? Number(times.toPrecision(2)).toLocaleString("en") : times.toPrecision(2);
};
