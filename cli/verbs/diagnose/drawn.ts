/** A diagnosis in the terminal: verdicts, lag curve, triangle, and the measures in a few lines. */
import type { DiagnoseResult } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { lagCurve, triangle } from "../../display/lagCurve.ts";
import { clock, loss, percent } from "../../display/numbers.ts";
import { ownPart } from "../../display/ownPart.ts";
import { clip, foldWords } from "../../display/words.ts";
import { measures, moved, paths } from "./measures.ts";
import { verdict } from "./verdict.ts";

export function drawn(context: Context, result: DiagnoseResult, cells: number, others: boolean): string[] {
	const { t, out } = context;
	const { data, step, length, sequences, lags, seconds } = result;
	const whole = others || result.text === data;
	const text = whole ? escapeLine(result.text) : ownPart(t, result.text);
	const facts = { run: escapeLine(result.run), step, text, count: sequences, lags, time: clock(seconds) };
	const heading = length === null ? t("diagnose.heading", facts) : t("diagnose.headingTask", { ...facts, length });
	const lines = foldWords(heading, cells).map(out.bold);
	if (result.unknownShare > 0) {
		const unknown = t("diagnose.unknown", { share: percent(result.unknownShare) });
		lines.push(...foldWords(unknown, cells).map(out.yellow));
	}
	lines.push(...foldWords(outcome(context, result), cells, 2));
	for (const finding of result.findings) lines.push("", ...verdict(context, finding, result.model, cells));
	const reaches = result.layers.map(({ reach }) => reach ?? Number.POSITIVE_INFINITY);
	const worst = reaches.indexOf(Math.min(...reaches));
	const layer = result.layers[worst]!;
	const which = layer.c ? (result.model.equations?.states.slice(1).join(",") ?? "c") : "h";
	const { typical } = (layer.c ?? layer.h) as { typical: (number | null)[] };
	if (typical[0] !== null) {
		const relative = typical.map((x) => (x === null ? null : x - typical[0]!));
		const { lines: rows, low, high } = lagCurve(relative, cells - 10, 5);
		lines.push("", out.bold(clip(t("diagnose.curve", { which, layer: worst }), cells)));
		for (const [r, row] of rows.entries()) {
			const label = r === 0 ? power(high) : r === rows.length - 1 ? power(low) : "";
			lines.push(`${label.padStart(8)} ${out.cyan(row)}`);
		}
		const last = String(result.lags);
		const room = Math.max(2, (rows[0]?.length ?? 0) - last.length);
		lines.push(`${" ".repeat(9)}${"0".padEnd(room)}${last}`);
	}
	const { share } = layer.triangle;
	const onlyLast = share.length > 1 && share.slice(0, -1).every((row) => row.every((part) => part === 0));
	const title = t(onlyLast ? "diagnose.triangleLast" : "diagnose.triangle", { count: share.length });
	const rows = triangle(share, 12).slice(onlyLast ? -1 : 0);
	lines.push("", ...foldWords(title, cells).map(out.bold));
	lines.push(...rows.map((row) => `${" ".repeat(9)}${out.cyan(row)}`));
	const facts2 = [...paths(context, result, worst), ...measures(context, result), ...moved(context, result)];
	lines.push("", ...facts2.flatMap((line) => foldWords(line, cells, 2)));
	return lines;
}

/** How well the model does, next to its baseline. */
function outcome({ t }: Context, { outcome: { loss: nats, baseline, errorShare, kind } }: DiagnoseResult): string {
	const facts = { loss: loss(nats), baseline: baseline === null ? "-" : loss(baseline) };
	const measured =
		t("outcome.loss", facts) + (errorShare === null ? "" : `, ${t("outcome.wrong", { share: percent(errorShare) })}`);
	return `${measured}: ${t(`outcome.${kind}`)}`;
}

/** Readable form of a size: "1", "0.4", "1e-80". */
const power = (log10: number) =>
	Math.abs(log10) < 1 ? String(Number((10 ** log10).toPrecision(2))) : `1e${Math.round(log10)}`;
