/** The parts of an analysis in a terminal: tables with bars, most informative rows first. */
import type { AnalyseResult } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count, loss, percent } from "../../display/numbers.ts";
import { bar } from "../../display/sparkline.ts";
import { table } from "../../display/table.ts";
import { foldWords } from "../../display/words.ts";

type Section = (context: Context, result: AnalyseResult, cells: number) => string[];

const BAR = 20;
/** Symbols shown of those where the run gains most over n-grams, and of those where it loses most. */
const BEST = 12;
const WORST = 3;
/** Kinds of closing symbols in one table. */
const CLOSINGS = 4;
/** Rows with fewer occurrences are left out. */
const LEAST = 10;

const right = (titles: readonly string[]) => titles.map((title, k) => ({ title, right: k > 0 }));

export const orderSection: Section = ({ t, out }, { orders, net, best }) => {
	const most = Math.max(net.lossNats ?? 0, ...orders.map(({ lossNats }) => lossNats ?? 0));
	const row = (name: string, nats: number | null, bits: number | null) => [
		...[name, loss(nats), loss(bits)],
		nats === null ? "" : bar(nats / most, BAR),
	];
	const rows = orders.map(({ order, lossNats, bitsPerSymbol }) => row(String(order), lossNats, bitsPerSymbol));
	rows.push(row(t("analyse.run"), net.lossNats, net.bitsPerSymbol));
	const columns = [...right([t("ngrams.order"), t("done.nats"), t("done.bits")]), { title: "" }];
	const [head, ...body] = table(columns, rows);
	const painted = body.map((line, k) =>
		k === orders.length ? out.cyan(line) : orders[k]!.order === best ? out.green(line) : line,
	);
	return [out.dim(head!), ...painted];
};

export const symbolSection: Section = ({ t, out }, { gains, beside, symbols }) => {
	const least = Math.max(LEAST, symbols / 10_000);
	const often = gains.symbols.filter((one) => one.count >= least);
	const shown = often.length <= BEST + WORST ? often : [...often.slice(0, BEST), ...often.slice(-WORST)];
	if (shown.length === 0) return [];
	const most = Math.max(...shown.map(({ gainNats }) => Math.abs(gainNats)));
	const rows = shown.map((one) => [
		...[seen(one.symbol), count(one.count), one.netNats.toFixed(3), one.ngramNats.toFixed(3), signed(one.gainNats)],
		one.gainNats > 0 ? bar(one.gainNats / most, BAR).replaceAll("░", "") : "",
	]);
	const titles = [t("analyse.symbol"), t("analyse.count"), t("analyse.run"), t("analyse.orderN", { order: beside })];
	const [head, ...body] = table([...right([...titles, t("analyse.gain")]), { title: "" }], rows);
	return [out.bold(t("analyse.symbols")), out.dim(head!), ...body];
};

export const closingSection: Section = ({ t, out }, { gains, beside }) => {
	const closings = [...gains.closings].sort((a, b) => b.count - a.count).slice(0, CLOSINGS);
	const froms = [...new Set(closings.flatMap(({ bins }) => bins.map(({ from }) => from)))].sort((a, b) => a - b);
	const rows = froms.map((from) => [
		from === 1 ? "1" : `${from}–${2 * from - 1}`,
		...closings.flatMap(({ bins }) => {
			const bin = bins.find((one) => one.from === from);
			if (!bin) return ["", ""];
			return [signed(bin.gainNats), bin.count < LEAST ? `(${bin.count})` : count(bin.count)];
		}),
	]);
	if (rows.length === 0) return [];
	rows.push([t("analyse.all"), ...closings.flatMap((one) => [signed(one.gainNats), count(one.count)])]);
	const titles = closings.flatMap(({ closing }) => [seen(closing), t("analyse.count")]);
	const [head, ...body] = table(right([t("analyse.distance"), ...titles]), rows);
	return [out.bold(t("analyse.closings", { order: beside })), out.dim(head!), ...body];
};

export const errorSection: Section = ({ t, out }, { errors, beside }, cells) => {
	const facts = {
		...{ errors: count(errors.errors), symbols: count(errors.symbols), share: percent(errors.share), order: beside },
		ngrams: percent(errors.symbols === 0 ? 0 : errors.ngramErrors / errors.symbols),
	};
	const rows = errors.steps.map(({ step, errors: taken, share }) => [
		...[t(`step.${step}`), count(taken), percent(share), bar(share, BAR)],
	]);
	const columns = ["", t("analyse.errors"), t("analyse.share")];
	const [head, ...body] = table([...right(columns), { title: "" }], rows);
	const lines = body.flatMap((line, k) => {
		const { step, levels } = errors.steps[k]!;
		const some = levels.filter((one) => one.errors > 0).map((one) => `${one.level}:\u00a0${count(one.errors)}`);
		if (step === "word" || step === "punctuation" || some.length === 0) return [line];
		return [
			line,
			...foldWords(`${t(`levels.${step}`)} ${some.join(" · ")}`, cells - 2, 2).map((one) => out.dim(`  ${one}`)),
		];
	});
	return [...foldWords(t("analyse.errorsOf", facts), cells).map(out.bold), out.dim(head!), ...lines];
};

export const saturationSection: Section = ({ t, out }, { saturation }, cells) => [
	out.bold(`${t("diagnose.saturation")} (${count(saturation.steps)})`),
	...saturation.layers.flatMap((layer, l) => {
		const gates = Object.entries(layer).map(([name, { low, high }]) =>
			[/[ghn]/.test(name) ? `|${name}|` : name, percent(low), percent(high)].join("\u00a0"),
		);
		return foldWords(`${t("diagnose.layer", { layer: l })}: ${gates.join(" · ")}`, cells, 2);
	}),
];

export const startSection: Section = ({ t, out }, { starts }) => {
	const rows = starts
		.filter((one) => one.count > 0)
		.map(({ from, to, lossNats, carriedLossNats }) => [
			from === to ? String(from) : `${from}–${to}`,
			...[loss(lossNats), loss(carriedLossNats), signed(lossNats! - carriedLossNats!)],
		]);
	const titles = [t("analyse.read"), t("analyse.fromZero"), t("analyse.readOn"), t("analyse.lost")];
	const [head, ...body] = table(right(titles), rows);
	return [out.bold(t("analyse.starts")), out.dim(head!), ...body];
};

const signed = (value: number) => (value > 0 ? "+" : "") + value.toFixed(3);

/** A symbol's label, with blanks made visible. */
function seen(label: string): string {
	return label === " " ? "␣" : escapeLine(label);
}
