/**
 * Interpolated Kneser-Ney smoothing with three discounts per order (Chen & Goodman 1998, section 3 and eq. 26), for
 * every order at once, over the sorted suffixes of a text: memory does not grow with the order. It computes the
 * probabilities of the symbols of another text, not a table of n-grams.
 *
 *   p_N(w|h)  = (c(hw) - D(c(hw)) + gamma(h) q_{N-1}(w|h')) / c(h),   h the N - 1 symbols before w, h' the last N - 2
 *   gamma(h)  = D1 n1(h) + D2 n2(h) + D3 n3(h);                       n_r(h) symbols that follow h r times, n3 three or more
 *   q_m(w|h)  = the same with continuation counts: for c(hw) the number of distinct symbols before hw
 *   q_0(w)    = 1/V
 *   Y = N1 / (N1 + 2 N2),  D_r = r - (r + 1) Y N_{r+1} / N_r;          N_r n-grams of the order that occur r times
 *
 * The beginning of the text counts as one symbol before its first n-gram. A context never seen backs off to the next
 * shorter one. If an order lacks n-grams of one of the three counts, or a discount leaves (0, r], D = 0.5, 1, 1.5
 * (KenLM's fallback): with a discount of 0, a context would leave no probability for symbols that never followed it.
 */
import type { Matches, SuffixTable } from "./suffixTable.ts";

// n symbols counted, S symbols scored, V of the vocabulary, m or N the order: symbols per n-gram, its last one included

export interface Discounts {
	/** Number of n-grams that occur once, twice, three and four times. */
	counts: [number, number, number, number];
	/** Discounts of counts 1, 2, and 3 or more. */
	discounts: [number, number, number];
	/** True if the counts could not determine the discounts. */
	fallback: boolean;
}

export interface OrderProbabilities {
	/** Order N. */
	order: number;
	/**
	 * p_N of each symbol of the other text given those before it; NaN for a symbol not in the vocabulary. [S] Overwritten
	 * by the next order.
	 */
	probabilities: Float64Array;
	/** Distinct n-grams of this order. */
	ngrams: number;
	/** Discounts of the order as the highest one. */
	highest: Discounts;
	/** Discounts of the order as a lower one, from continuation counts. */
	lower: Discounts;
}

export const FALLBACK: readonly [number, number, number] = [0.5, 1, 1.5];

/**
 * Yields orders 1, 2 ... `most`; each takes two passes over the table.
 * @param other the text to score, -1 for a symbol not in the vocabulary, [S]; `matches` belong to it
 */
export function* kneserNey(
	table: SuffixTable,
	other: Int32Array,
	matches: Matches,
	most: number,
): Generator<OrderProbabilities, void, void> {
	const S = other.length;
	const counter = new Counter(table);
	const asked = byRow(matches.rows, table.rows.length); // [S] starts in the other text, by row
	const lower = new Float64Array(S).fill(1 / table.vocabulary); // q_{m-1}, then q_m
	const highest = new Float64Array(S); // p_m
	for (let t = 0; t < S; t++) if (other[t]! < 0) lower[t] = Number.NaN;
	for (let m = 1; m <= most; m++) {
		const { runs, raw, continued, run } = counter.count(m);
		const found = { highest: discountsOf(raw, runs), lower: discountsOf(continued, runs) };
		highest.set(lower);
		const end = table.rows.length;
		for (let a = 0, q = 0; a < end && q < S; ) {
			let b = a + 1; // rows [a, b) begin with the same context
			while (b < end && table.lcp[b]! >= m - 1) b++;
			if (matches.rows[asked[q]!]! < b) {
				const [from, to] = [run[a]!, run[b - 1]! + 1];
				const above = contextOf(raw, from, to, found.highest.discounts);
				const below = contextOf(continued, from, to, found.lower.discounts);
				for (; q < S && matches.rows[asked[q]!]! < b; q++) {
					const s = asked[q]!;
					const t = s + m - 1; // the scored symbol ends the n-gram that starts at s
					const length = matches.lengths[s]!;
					if (length < m - 1 || t >= S || other[t]! < 0 || above.sum === 0) continue;
					const k = length >= m ? run[matches.rows[s]!]! : -1;
					const before = lower[t]!;
					highest[t] = interpolate(k < 0 ? 0 : raw[k]!, above, found.highest.discounts, before);
					lower[t] = interpolate(k < 0 ? 0 : continued[k]!, below, found.lower.discounts, before);
				}
			}
			a = b;
		}
		yield { order: m, probabilities: highest, ngrams: counter.ngrams, ...found };
	}
}

interface Context {
	/** Sum of the counts of the symbols that follow, and how much of it the discounts take. */
	sum: number;
	gamma: number;
}

function contextOf(counts: Int32Array, from: number, to: number, [d1, d2, d3]: readonly number[]): Context {
	let [sum, n1, n2, n3] = [0, 0, 0, 0];
	for (let k = from; k < to; k++) {
		const c = counts[k]!;
		sum += c;
		if (c === 1) n1++;
		else if (c === 2) n2++;
		else if (c > 2) n3++;
	}
	return { sum, gamma: d1! * n1 + d2! * n2 + d3! * n3 };
}

function interpolate(c: number, { sum, gamma }: Context, discounts: readonly number[], before: number): number {
	return ((c === 0 ? 0 : c - discounts[Math.min(c, 3) - 1]!) + gamma * before) / sum;
}

/** Counts the n-grams of one order after the other, in table order. The next order overwrites its arrays. */
class Counter {
	readonly #table: SuffixTable;
	/** Symbol before each row's suffix; V at the beginning and after a symbol not in the vocabulary. [n] */
	readonly #before: Int32Array;
	/** Known symbols from each position up to the end or the next unknown symbol; undefined: up to the end. [n] */
	readonly #room: Int32Array | undefined;
	/** Index of the n-gram that each row begins with. [n] */
	readonly #run: Int32Array;
	readonly #raw: Int32Array;
	readonly #continued: Int32Array;
	readonly #seen: Int32Array; // [V + 1] the last n-gram preceded by each symbol
	ngrams = 0;

	constructor(table: SuffixTable) {
		const { text, rows, vocabulary: V } = table;
		const n = text.length;
		this.#table = table;
		this.#before = rows.map((at) => (at === 0 ? V : Math.min(V, text[at - 1]!)));
		this.#run = new Int32Array(n);
		this.#raw = new Int32Array(n);
		this.#continued = new Int32Array(n);
		this.#seen = new Int32Array(V + 1);
		if (text.some((symbol) => symbol >= V)) this.#room = roomOf(text, V);
	}

	/** Counts the n-grams of m symbols, `runs` of them; one cut short at the end has counts of 0. */
	count(m: number) {
		const { rows, lcp } = this.#table;
		const n = rows.length;
		const [before, room, run, raw, continued] = [this.#before, this.#room, this.#run, this.#raw, this.#continued];
		const seen = this.#seen.fill(-1);
		let k = -1;
		this.ngrams = 0;
		for (let r = 0; r < n; r++) {
			const at = rows[r]!;
			const whole = m <= (room ? room[at]! : n - at);
			if (r === 0 || lcp[r]! < m) {
				raw[++k] = 0;
				continued[k] = 0;
				if (whole) this.ngrams++;
			}
			run[r] = k;
			if (!whole) continue;
			raw[k]!++;
			const symbol = before[r]!;
			if (seen[symbol] === k) continue;
			seen[symbol] = k;
			continued[k]!++;
		}
		return { runs: k + 1, raw, continued, run };
	}
}

function roomOf(text: Int32Array, V: number): Int32Array {
	const room = new Int32Array(text.length);
	for (let i = text.length - 1, whole = 0; i >= 0; i--) room[i] = whole = text[i]! >= V ? 0 : whole + 1;
	return room;
}

function discountsOf(counts: Int32Array, runs: number): Discounts {
	const found: Discounts["counts"] = [0, 0, 0, 0];
	for (let k = 0; k < runs; k++) {
		const c = counts[k]!;
		if (c > 0 && c <= 4) found[c - 1]!++;
	}
	const [n1, n2, n3, n4] = found;
	const Y = n1 / (n1 + 2 * n2);
	const discounts: Discounts["discounts"] = [1 - (2 * Y * n2) / n1, 2 - (3 * Y * n3) / n2, 3 - (4 * Y * n4) / n3];
	const fallback = !discounts.every((d, r) => d > 0 && d <= r + 1); // also for NaN
	return { counts: found, discounts: fallback ? [...FALLBACK] : discounts, fallback };
}

/** Positions sorted by the row they match. [S] */
function byRow(rows: Int32Array, n: number): Int32Array {
	const first = new Int32Array(n + 1);
	for (const row of rows) first[row + 1]!++;
	for (let r = 0; r < n; r++) first[r + 1]! += first[r]!;
	const order = new Int32Array(rows.length);
	for (let s = 0; s < rows.length; s++) order[first[rows[s]!]!++] = s;
	return order;
}
