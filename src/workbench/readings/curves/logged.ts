/** Curves from the lines of a run's logs. */
import { join } from "node:path";
import type { LogLine } from "../../../training/run/logLines.ts";
import { metricNumber } from "../../runs/logs.ts";
import { historyOf } from "../../runs/records.ts";

/** Points in the order of their steps. A value that is not finite, as after a divergence, is null. */
export type Curve = (readonly [step: number, value: number | null])[];

export interface LoggedCurves {
	/** Mean training loss of the updates since the line before. */
	train: Curve;
	/** Validation loss. */
	valid: Curve;
	/** Error rate of the validations, 0 to 1; empty for a text. */
	errorShare: Curve;
	/** Learning rate of the update. */
	lr: Curve;
	/** Norm of the gradient before clipping, mean since the line before. */
	gradNorm: Curve;
	/** Fraction of the updates since the line before whose norm was clipped, 0 to 1. */
	clippedShare: Curve;
	/** Seconds trained so far. They depend on the machine, as the two speeds do and nothing else here. */
	seconds: Curve;
	/** Symbols trained on per second, of the updates since the line before; empty for a task. It depends on the machine. */
	tokensPerSecond: Curve;
	/** The same for a task, a series or labelled sequences, in sequences; empty for a text. */
	sequencesPerSecond: Curve;
	/** First lag from which the gradient stays below 1 %, by layer, in steps; null if it lies beyond what was measured. */
	reach: Curve[];
}

/** Reads both logs of a run. `folder` names them in errors. @throws E_LOG_DAMAGED. */
export function readCurves(metrics: readonly LogLine[], records: readonly LogLine[], folder: string): LoggedCurves {
	const updates = metrics.filter((line) => "gradNorm" in line);
	const history = historyOf(records, join(folder, "records.jsonl"));
	return {
		train: curve(updates, (line) => line.lossNats ?? line.loss),
		valid: curve(metrics, (line) => line.validLossNats ?? line.validLoss),
		errorShare: curve(metrics, (line) => line.errorShare),
		lr: curve(updates, (line) => line.lr),
		gradNorm: curve(updates, (line) => line.gradNorm),
		clippedShare: clippedShares(curve(updates, (line) => line.clipped)),
		seconds: curve(metrics, (line) => line.seconds),
		tokensPerSecond: curve(updates, (line) => line.tokensPerSecond),
		sequencesPerSecond: curve(updates, (line) => line.sequencesPerSecond),
		reach: (history[0]?.reach ?? []).map((_, l) => history.map(({ step, reach }) => [step, reach[l] ?? null] as const)),
	};
}

/** One point for each line that has the value. */
function curve(lines: readonly LogLine[], pick: (line: LogLine) => LogLine[string] | undefined): Curve {
	return lines.flatMap((line): Curve => {
		const [step, value] = [line.step, metricNumber(pick(line))];
		if (typeof step !== "number" || value === undefined) return [];
		return [[step, Number.isFinite(value) ? value : null]];
	});
}

/** Converts the number of clipped updates since the line before to a fraction of those updates. */
function clippedShares(counts: Curve): Curve {
	return counts.map(([step, clipped], n) => {
		const updates = step - (counts[n - 1]?.[0] ?? 0);
		return [step, clipped === null || updates <= 0 ? null : clipped / updates] as const;
	});
}
