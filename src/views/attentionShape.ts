/** What the weights of attention are like as a whole, where they are too alike to say anything of single characters. */

/** Fraction of the characters that a row looks at, as exp of its entropy, from which it is spread evenly. */
const EVEN = 0.9;
/** Weight that a row may move from the mean row for the rows to be nearly the same. */
const SAME = 0.1;

/**
 * even: the rows look at 90 % of the question or more, by exp of the mean entropy divided by its characters. same: a row
 * differs from the mean row by less than 10 % of its weight on average. null: neither, or fewer than 3 rows or columns.
 * @param weights [R,Q], each row adds up to 1
 */
export function attentionShape(weights: readonly (readonly number[])[]): "even" | "same" | null {
	const [R, Q] = [weights.length, weights[0]?.length ?? 0];
	if (R < 3 || Q < 3) return null;
	const entropy = (row: readonly number[]) => row.reduce((sum, a) => sum - (a > 0 ? a * Math.log(a) : 0), 0); // nats
	const mean = (of: (row: readonly number[]) => number) => weights.reduce((sum, row) => sum + of(row), 0) / R;
	if (Math.exp(mean(entropy)) >= EVEN * Q) return "even";
	const whole = Array.from({ length: Q }, (_, q) => mean((row) => row[q]!)); // [Q]
	const moved = mean((row) => row.reduce((sum, a, q) => sum + Math.abs(a - whole[q]!), 0) / 2);
	return moved < SAME ? "same" : null;
}
