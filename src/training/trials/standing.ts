/**
 * Which remedy of a comparison is best, if any: only one whose trials are better than those of every other remedy by an
 * exact rank test, and only if it beats both the baseline and a network without a remedy.
 *
 * The test is that of Mann & Whitney (1947), one-sided, at 5 %. It orders the trials of two remedies as the table does:
 * fewest updates to success, then lowest loss. With three seeds it takes every trial of one to be better than every
 * trial of the other; with fewer, it separates nothing.
 */
import { isBelow } from "./outcomes.ts";
import { type CompareRow, type Finished, finalLoss, firstOf, type Goal, stepsToSuccess } from "./summary.ts";

// n, m trials of two remedies

export interface Standing {
	/** The best remedy; null if none is better than all others, see `why`. */
	best: string | null;
	/** The first remedy of the ranking, and those whose trials are not significantly worse; empty below the baseline. */
	leaders: string[];
	/**
	 * Why there is no best: no remedy beats the baseline; none is better than "none"; several lead, and cannot be told
	 * apart; there are fewer than three seeds. null if there is one.
	 */
	why: "baseline" | "none" | "tied" | "seeds" | null;
}

const LEVEL = 0.05;
/** Pairs of trials up to which the distribution of U is counted exactly; above, it is normal to three digits. */
const EXACT = 400;

/** @param baseline loss of a prediction that ignores the input; null if it is unknown. */
export function standingOf(
	rows: readonly CompareRow[],
	finished: readonly Finished[],
	{ goal, baseline }: { goal: Goal; baseline: number | null },
): Standing {
	const first = firstOf(rows);
	if (!rows.some((row) => beats(row, baseline))) return { best: null, leaders: [], why: "baseline" };
	const mine = (row: CompareRow) => scoresOf(row, finished, goal);
	const isApart = (row: CompareRow) => chanceOf(mine(first), mine(row)) <= LEVEL;
	const near = rows.filter((row) => row !== first && !isApart(row));
	const leaders = [first, ...near].map(({ remedy }) => remedy);
	if (rows.length === 1) return { best: null, leaders, why: null };
	if (leaders.includes("none") && first.seeds > 2) return { best: null, leaders, why: "none" };
	if (leaders.length > 1) return { best: null, leaders, why: first.seeds < 3 ? "seeds" : "tied" };
	return { best: first.remedy, leaders, why: null };
}

/** Whether a remedy beats the baseline: at least one success, or a loss clearly below it. */
export function beats(
	{ successes, finalLoss: loss }: Pick<CompareRow, "successes" | "finalLoss">,
	baseline: number | null,
) {
	return baseline === null || (successes ?? 0) > 0 || isBelow(loss, baseline);
}

/** A trial as a pair of numbers, compared in this order; smaller is better. */
type Score = [steps: number, loss: number];

function scoresOf({ remedy, rate }: CompareRow, finished: readonly Finished[], goal: Goal): Score[] {
	const own = finished.filter(({ trial }) => trial.remedy === remedy && trial.rate === rate);
	const worst = Number.POSITIVE_INFINITY;
	return own.map(({ outcome }) => [stepsToSuccess(outcome, goal) ?? worst, finalLoss(outcome) ?? worst]);
}

/** Probability, if both remedies were alike, that the first would win at least as many pairs of trials as it did. */
export function chanceOf(a: readonly Score[], b: readonly Score[]): number {
	let U = 0; // pairs won; a tie is half a pair
	for (const x of a) for (const y of b) U += isBetter(x, y) ? 1 : isBetter(y, x) ? 0 : 0.5;
	const [n, m] = [a.length, b.length];
	if (n * m > EXACT) return tail((U - 0.5 - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12));
	const ways = waysOf(n, m);
	const all = ways.reduce((sum, count) => sum + count, 0);
	return ways.slice(Math.floor(U)).reduce((sum, count) => sum + count, 0) / all;
}

const isBetter = ([steps, loss]: Score, [otherSteps, otherLoss]: Score) =>
	steps < otherSteps || (steps === otherSteps && loss < otherLoss);

/** Number of orders of n + m trials in which the first n win exactly u pairs, [n m + 1]. */
function waysOf(n: number, m: number): number[] {
	let rows = Array.from({ length: m + 1 }, () => [1]); // for 0 trials against 0..m
	for (let i = 1; i <= n; i++) {
		const next = [[1]];
		for (let j = 1; j <= m; j++) {
			const [own, other] = [rows[j]!, next[j - 1]!]; // the worst of all is one of the i, or it loses i pairs
			next.push(Array.from({ length: i * j + 1 }, (_, u) => (own[u] ?? 0) + (other[u - i] ?? 0)));
		}
		rows = next;
	}
	return rows[m]!;
}

/** P(Z > z), by the complementary error function (Abramowitz & Stegun 7.1.26), absolute error below 1e-7. */
function tail(z: number): number {
	const x = Math.abs(z) / Math.SQRT2;
	const t = 1 / (1 + 0.3275911 * x);
	const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
	const upper = (sum * Math.exp(-x * x)) / 2;
	return z >= 0 ? upper : 1 - upper;
}
