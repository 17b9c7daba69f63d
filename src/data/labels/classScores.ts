/**
 * Scores of predicted classes from their confusion table: accuracy with its interval, precision, recall and F1.
 * An F1 without right predictions is 0. The macro F1 is the mean over the classes that occur or are predicted.
 */

export interface ClassScore {
	/** The class, as its label is written. */
	label: string;
	/** Right predictions of this class / all predictions of it; null if it was never predicted. */
	precision: number | null;
	/** Right predictions of this class / its labels; null if it does not occur. */
	recall: number | null;
	/** Harmonic mean of both; null if the class neither occurs nor is predicted. */
	f1: number | null;
	/** Number of labels of this class. */
	support: number;
}

export interface ClassScores {
	/** What a label belongs to. */
	per: "sequence" | "step";
	/** Number of labels scored. */
	labels: number;
	/** Fraction of labels predicted right. */
	accuracy: number;
	/** 95 % interval of the accuracy (Wilson 1927); null for a label per step, because the steps of a sequence are not independent. */
	interval: [number, number] | null;
	/** Mean F1 of the classes that occur or are predicted. */
	macroF1: number;
	/** Baseline: accuracy of always predicting the most frequent class of the training part. */
	majority: { label: string; accuracy: number };
	/** Scores of each class. */
	classes: ClassScore[];
	/** Numbers of labels, [V,V]: a row per actual class, a column per predicted one. */
	confusion: number[][];
	/** Symbols that the training part lacks, read as zeros. */
	unknownSymbols: number;
}

/** @param confusion [V,V] counts, row-major: actual, predicted. @param trained labels of each class in training, [V]. */
export function classScores(
	confusion: Float64Array,
	{ classes, counts: trained, perStep }: { classes: readonly string[]; counts: readonly number[]; perStep: boolean },
): Omit<ClassScores, "unknownSymbols"> {
	const V = classes.length;
	const rows = classes.map((_, k) => [...confusion.subarray(k * V, (k + 1) * V)]);
	const actual = rows.map((row) => row.reduce((a, b) => a + b, 0));
	const predicted = classes.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0));
	const labels = actual.reduce((a, b) => a + b, 0);
	const right = rows.reduce((sum, row, k) => sum + row[k]!, 0);
	const scores = classes.map((label, k): ClassScore => {
		const [hits, support, said] = [rows[k]![k]!, actual[k]!, predicted[k]!];
		return {
			...{ label, precision: said === 0 ? null : hits / said, recall: support === 0 ? null : hits / support },
			...{ f1: said + support === 0 ? null : (2 * hits) / (said + support), support },
		};
	});
	const f1s = scores.flatMap(({ f1 }) => (f1 === null ? [] : [f1]));
	const most = trained.reduce((best, n, k) => (n > trained[best]! ? k : best), 0);
	return {
		...{ per: perStep ? "step" : "sequence", labels, accuracy: right / labels },
		interval: perStep ? null : wilson(right, labels),
		macroF1: f1s.reduce((a, b) => a + b, 0) / f1s.length,
		majority: { label: classes[most]!, accuracy: actual[most]! / labels },
		...{ classes: scores, confusion: rows },
	};
}

/** The normal quantile of 97.5 %. */
const Z = 1.959963984540054;

/** The 95 % interval of a fraction (Wilson 1927). */
export function wilson(right: number, n: number): [number, number] {
	const p = right / n;
	const middle = p + (Z * Z) / (2 * n);
	const half = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
	const scale = 1 + (Z * Z) / n;
	return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
