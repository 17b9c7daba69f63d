/** Sparse matrices by rows: a reservoir's W, and the part of it whose units lie on cycles. */
import type { Work } from "../kernels/work.ts";

// H rows and columns, Z elements that are not zero

export interface Sparse {
	/** Number of rows and columns, H. */
	size: number;
	/** Index of each row's first element, and the end. */
	starts: Float64Array; // [H+1]
	columns: Int32Array; // [Z]
	values: Float64Array; // [Z]
}

/**
 * Returns A, [H,H] row-major, without the rows and columns that cannot lie on a cycle: those with no element left in
 * their row or column are removed repeatedly. Its eigenvalues are those of A apart from zeros. If it is empty, A is
 * nilpotent.
 */
export function* cyclicPart(a: ArrayLike<number>, H: number): Work<Sparse> {
	const all = yield* sparse(
		a,
		H,
		Int32Array.from({ length: H }, (_, i) => i),
	);
	const { starts, columns } = all;
	const into = new Int32Array(H); // elements left in each column
	const outOf = new Int32Array(H); // elements left in each row
	for (let i = 0; i < H; i++) outOf[i] = starts[i + 1]! - starts[i]!;
	for (const j of columns) into[j]!++;
	const gone = new Uint8Array(H);
	const back = transposed(all, into);
	const waiting: number[] = [];
	const leave = (i: number) => {
		if (gone[i] === 0 && (into[i] === 0 || outOf[i] === 0)) {
			gone[i] = 1;
			waiting.push(i);
		}
	};
	for (let i = 0; i < H; i++) leave(i);
	for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
		for (let e = starts[i]!; e < starts[i + 1]!; e++) {
			into[columns[e]!]!--;
			leave(columns[e]!);
		}
		for (let e = back.starts[i]!; e < back.starts[i + 1]!; e++) {
			outOf[back.columns[e]!]!--;
			leave(back.columns[e]!);
		}
	}
	const kept = Int32Array.from({ length: H }, (_, i) => i).filter((i) => gone[i] === 0);
	return kept.length === H ? all : yield* sparse(a, H, kept);
}

/** Rows and columns `kept` of A, [H,H]. */
function* sparse(a: ArrayLike<number>, H: number, kept: Int32Array): Work<Sparse> {
	const n = kept.length;
	const starts = new Float64Array(n + 1);
	for (let i = 0; i < n; i++) {
		let count = 0;
		for (let j = 0; j < n; j++) if (a[kept[i]! * H + kept[j]!] !== 0) count++;
		starts[i + 1] = starts[i]! + count;
		if (i % 64 === 63) yield 0;
	}
	const columns = new Int32Array(starts[n]!);
	const values = new Float64Array(starts[n]!);
	for (let i = 0, e = 0; i < n; i++) {
		for (let j = 0; j < n; j++) {
			const value = a[kept[i]! * H + kept[j]!]!;
			if (value === 0) continue;
			columns[e] = j;
			values[e++] = value;
		}
		if (i % 64 === 63) yield 0;
	}
	return { size: n, starts, columns, values };
}

/** For each column, the rows that have an element in it. */
function transposed({ size: n, starts, columns }: Sparse, into: Int32Array): Pick<Sparse, "starts" | "columns"> {
	const ends = new Float64Array(n + 1);
	for (let j = 0; j < n; j++) ends[j + 1] = ends[j]! + into[j]!;
	const at = ends.slice();
	const rows = new Int32Array(columns.length);
	for (let i = 0; i < n; i++) for (let e = starts[i]!; e < starts[i + 1]!; e++) rows[at[columns[e]!]!++] = i;
	return { starts: ends, columns: rows };
}

/** y := A x. */
export function product({ size: n, starts, columns, values }: Sparse, x: Float64Array, y: Float64Array): void {
	for (let i = 0; i < n; i++) {
		const end = starts[i + 1]!;
		let [p, q, e] = [0, 0, starts[i]!]; // two sums, so that an addition need not wait for the one before
		for (; e + 1 < end; e += 2) {
			p += values[e]! * x[columns[e]!]!;
			q += values[e + 1]! * x[columns[e + 1]!]!;
		}
		y[i] = e < end ? p + q + values[e]! * x[columns[e]!]! : p + q;
	}
}

/** Returns A as [n,n] row-major. */
export function dense({ size: n, starts, columns, values }: Sparse): Float64Array {
	const a = new Float64Array(n * n);
	for (let i = 0; i < n; i++) for (let e = starts[i]!; e < starts[i + 1]!; e++) a[i * n + columns[e]!] = values[e]!;
	return a;
}
