/**
 * Effect of patching units from one position into another: the positions, the next symbol before and after, and its
 * duration.
 */
import type { Patched } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { percent } from "../../../display/numbers.ts";
import { bar, sparkline } from "../../../display/sparkline.ts";
import { table } from "../../../display/table.ts";
import { clip, foldWords } from "../../../display/words.ts";
import { symbolOf } from "../shared/symbol.ts";

const WIDEST = 120;
const MOST_UNITS = 8;
const CONTEXT = 32;

export function patched(
	{ t, out }: Pick<Context, "t" | "out">,
	result: Patched,
	{ cells: columns, units }: { cells: number; units: readonly string[] },
): string[] {
	const cells = Math.min(WIDEST, columns);
	const { from, to, values, shifts, next, curve, others, beside, klNats, peakNats, peakAfter, lasts, open } = result;
	const fold = (text: string) => foldWords(text, cells);
	const placed = ({ text, at }: Patched["from"]) => `${escapeLine(text)}:${at}`;
	const names = { units: escapeLine(units.join(" ")), run: escapeLine(result.run), from: placed(from), to: placed(to) };
	const lines = fold(t("patch.heading", names)).map(out.bold);
	const shown = ({ before, symbol }: Patched["from"]) =>
		`…${escapeLine(Array.from(before).slice(-CONTEXT).join(""))}[${symbolOf(symbol)}]`;
	const places = [
		[t("patch.from"), shown(from)],
		[t("patch.to"), `${shown(to)} ${t("patch.came")}: ${symbolOf(next)}`],
	];
	lines.push(
		...table([{ title: "" }, { title: "" }], places)
			.slice(1)
			.map((line) => clip(line, cells)),
		"",
	);

	const titles = [t("patch.unit"), t("patch.there"), t("patch.here")];
	const rows = values
		.slice(0, MOST_UNITS)
		.map((value) => [value.unit, value.from.toPrecision(4), value.to.toPrecision(4)]);
	const [head, ...body] = table(
		titles.map((title, k) => ({ title, right: k > 0 })),
		rows,
	);
	lines.push(out.dim(head!), ...body);
	if (values.length > MOST_UNITS) lines.push(t("patch.more", { count: values.length - MOST_UNITS }));

	const probable = shifts.map(({ symbol, before, after }) => [
		symbolOf(symbol),
		...[percent(before), bar(before, 12), percent(after), bar(after, 12)],
	]);
	const [top, ...rest] = table(
		["next", "before", "", "after", ""].map((key, k) => ({
			title: key === "" ? "" : t(`patch.${key as "next"}`),
			right: k === 1 || k === 3,
		})),
		probable,
	);
	lines.push("", out.dim(clip(top!, cells)), ...rest.map((line) => clip(line, cells)), "");

	if (lasts === 0) lines.push(...fold(t("patch.still")));
	else {
		const facts = { lasts, peak: nats(peakNats), after: peakAfter, symbol: symbolOf(result.read[peakAfter]!) };
		lines.push(
			...fold(
				`${t("patch.at", { nats: nats(klNats), sum: nats(result.sumNats), count: curve.length })} ${t(open ? "patch.open" : "patch.lasts", facts)}`,
			),
		);
	}
	const rank = beside && { count: others.length, mean: nats(beside.mean), most: nats(beside.most), rank: beside.rank };
	lines.push(...fold(rank ? t("patch.beside", { ...rank, of: others.length + 1 }) : t("patch.noOthers")));
	if (lasts > 0 && curve.length > 1) lines.push("", `${out.dim(t("patch.curve"))}`, sparkline(curve, cells));
	return lines;
}

function nats(x: number): string {
	return x !== 0 && x < 1e-3 ? x.toExponential(1) : x.toFixed(3);
}
