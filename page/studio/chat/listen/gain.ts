/** The question gain of a table of losses: nats(A) - nats(A|Q), where nats(A) is the mean over the other questions. */

export interface Gain {
	/** Mean loss of the answers given the questions that they are asked with. */
	given: number;
	/** Mean loss of the answers given the other questions. */
	without: number;
	/** The difference. */
	gain: number;
}

/**
 * @param nats -ln p(answer | question), a row for each question, a column for each answer
 * @param shuffled asks each answer by the question of the next one instead of its own: the control
 */
export function questionGain(nats: readonly (readonly number[])[], shuffled: boolean): Gain {
	const n = nats.length;
	let [given, without] = [0, 0];
	for (let j = 0; j < n; j++) {
		const own = (j + (shuffled ? 1 : 0)) % n;
		const others = nats.flatMap((row, i) => (i === own || i === j ? [] : [row[j]!]));
		given += nats[own]![j]! / n;
		without += others.reduce((sum, value) => sum + value, 0) / others.length / n;
	}
	return { given, without, gain: without - given };
}
