/** `sluice diagnose RUN [FILE...]`: verdict, lag curve, triangle, saturation, Jacobian, next command; 4 where --fail-on holds. */
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import type { DiagnoseResult, Finding, HistoryPoint, LayerReport } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { lagCurve, triangle } from "../../display/lagCurve.ts";
import { bytes, clock, count, percent, small } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { cellsOf } from "../../display/width.ts";
import { clip, foldWords } from "../../display/words.ts";
import { quote, sameRun } from "../../next.ts";
import { flagOf } from "../../settings.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import { drawnEcho, nextOfEcho } from "./echo.ts";

export async function run(context: Context, [run, ...texts]: string[]): Promise<number> {
	const { io, t, show, library } = context;
	const { part, steps, length, sequences, failOn, svg, checkpoint, engine, threads, runs } = context.settings.values;
	if (texts.length > 0 && part) {
		throw fail("E_ARGUMENT", { verb: "sluice diagnose", why: { reason: "notBoth", forms: ["FILE", "--part"] } });
	}
	if (steps !== undefined && (steps < 1 || steps > 100_000)) {
		const why = { reason: "whole", min: 1, max: 100_000, got: String(steps) } as const;
		throw fail("E_OPTION", { option: "steps", why, where: context.settings.origins.steps!.where });
	}
	const failing = failOn === undefined ? [] : library.parseFailOn(failOn);
	const view = new Progress(t, t("phase.diagnose"), (value) => count(Math.round(value)), io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const request = {
		...{ run: run!, runs, texts: texts.length > 0 ? texts : undefined, part, lags: steps, length, sequences, svg },
		...{ engine, threads },
		...(checkpoint !== undefined && { checkpoint: checkpointOf(checkpoint, context) }),
	};
	const onNotice = (notice: SluiceError) => note(context, notice);
	const result = await library.diagnose(request, { onProgress, onNotice });
	show.end(true);
	const met = result.findings.filter(({ kind }) => failing.includes(kind));
	if (context.format !== "text") printJson(context, { ...result, failed: met.map(({ kind }) => kind) });
	else if ("echo" in result) {
		print(context, drawnEcho(context, result, cellsOf(context, 80, 100)).join("\n"));
		if (result.svg !== null) print(context, t("diagnose.svg", { file: escapeLine(result.svg) }));
		suggestNext(context, nextOfEcho(result, sameRun(run!, context.settings)));
	} else {
		const cells = cellsOf(context, 80, 100);
		print(context, drawn(context, result, cells, texts.length > 0).join("\n"));
		if (result.svg !== null) print(context, t("diagnose.svg", { file: escapeLine(result.svg) }));
		suggestNext(context, nextOf(result, sameRun(run!, context.settings)));
	}
	if (met.length === 0) return 0;
	talk(
		context,
		`\n${context.err.red(t("diagnose.failed", { kinds: [...new Set(met.map(({ kind }) => kind))].join(", ") }))}`,
	);
	return 4;
}

function drawn(context: Context, result: DiagnoseResult, cells: number, others: boolean): string[] {
	const { t, out } = context;
	const { data, step, length, sequences, lags, seconds } = result;
	const whole = others || result.text === data;
	const text = whole ? escapeLine(result.text) : t("eval.part", { part: result.text });
	const facts = { run: escapeLine(result.run), step, text, count: sequences, lags, time: clock(seconds) };
	const heading = length === null ? t("diagnose.heading", facts) : t("diagnose.headingTask", { ...facts, length });
	const lines = foldWords(heading, cells).map(out.bold);
	if (result.unknownShare > 0) {
		const unknown = t("diagnose.unknown", { share: percent(result.unknownShare) });
		lines.push(...foldWords(unknown, cells).map(out.yellow));
	}
	for (const finding of result.findings) lines.push("", ...verdict(context, finding, result.model.variant, cells));
	const reaches = result.layers.map(({ reach }) => reach ?? Number.POSITIVE_INFINITY);
	const worst = reaches.indexOf(Math.min(...reaches));
	const layer = result.layers[worst]!;
	const which = layer.c ? "c" : "h";
	const { typical } = (layer.c ?? layer.h) as { typical: (number | null)[] };
	if (typical[0] !== null) {
		const relative = typical.map((x) => (x === null ? null : x - typical[0]!));
		const { lines: rows, low, high } = lagCurve(relative, cells - 10, 5);
		lines.push("", out.bold(clip(t("diagnose.curve", { which, layer: worst + 1 }), cells)));
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

/** A size that any reader takes in: "1", "0.4", "1e-80". */
const power = (log10: number) =>
	Math.abs(log10) < 1 ? String(Number((10 ** log10).toPrecision(2))) : `1e${Math.round(log10)}`;

function verdict({ t, out }: Context, finding: Finding, variant: string, cells: number): string[] {
	const colour = finding.severity >= 2 ? out.red : finding.severity === 1 ? out.yellow : out.green;
	const mark = finding.severity === 0 ? "✓" : "!";
	const where = finding.layer === undefined ? "" : ` (${t("diagnose.layer", { layer: finding.layer + 1 })})`;
	const name = t(`finding.${finding.kind}`);
	const [first, ...more] = foldWords(`${mark} ${name}${where}: ${sentence(t, finding, variant)}`, cells, 2);
	const head = `${mark} ${name}`;
	return [first!.startsWith(head) ? colour(head) + first!.slice(head.length) : first!, ...more];
}

function sentence(t: Context["t"], { kind, evidence, where = "" }: Finding, variant: string): string {
	const e = (name: string) => evidence[name] ?? 0;
	const matrix =
		evidence.radius === undefined
			? ""
			: ` ${t("finding.matrix", { radius: small(e("radius")), norm: small(e("largestSingular")) })}`;
	const ratio = scientific(e("log10Ratio"));
	switch (kind) {
		case "vanishing":
			return t("finding.vanishing.text", { lag: e("lag"), at: e("atLag"), ratio }) + matrix;
		case "exploding":
			if (evidence.overflowStep !== undefined) return t("finding.overflow.text", { step: e("overflowStep") });
			return t("finding.exploding.text", { lag: e("lag"), ratio }) + matrix;
		case "saturated":
			if (variant === "sigmoid") return t("finding.saturated.sigmoid", { share: percent(e("steps")) });
			return t("finding.saturated.text", { where, share: percent(e("steps")) });
		case "dead":
			return t(where === "h" ? "finding.dead.relu" : "finding.dead.text", { where, share: percent(e("units")) });
		case "truncated":
			return t("finding.truncated.text", { horizon: e("horizon"), share: percent(e("share")) });
		case "clipped":
			return clippedText(t, evidence);
		case "healthy":
			return evidence.lag === undefined ? t("finding.healthy.far") : t("finding.healthy.text", { lag: e("lag") });
	}
}

/** Which limit the updates met: the norm, the value, or one of the two. */
function clippedText(t: Context["t"], { share = 0, clipNorm, clipValue, cutShare }: Finding["evidence"]): string {
	const facts = { share: percent(share), limit: small(clipNorm ?? clipValue ?? 0) };
	if (clipNorm === undefined) return t("finding.clipped.value", facts);
	if (clipValue === undefined) return t("finding.clipped.text", facts);
	const cut = cutShare === undefined ? "?" : percent(cutShare);
	return t("finding.clipped.both", { ...facts, value: small(clipValue), cut });
}

/** 10^log10 in two digits, beyond the range of a double too. */
function scientific(log10: number): string {
	const exponent = Math.floor(log10);
	const mantissa = 10 ** (log10 - exponent);
	return Math.abs(log10) < 3 ? small(10 ** log10) : `${mantissa.toFixed(1)}e${exponent}`;
}

/** How much of the gradient at a third of the way came through c alone. */
function paths({ t }: Context, { layers, model }: DiagnoseResult, worst: number): string[] {
	const { throughC, throughH, reach, h } = layers[worst]!;
	if (!throughC || !throughH) return [];
	const lag = Math.max(1, Math.min(h.typical.length - 1, Math.round((reach ?? 32) / 2)));
	const [c, rest] = [throughC.typical[lag] ?? null, throughH.typical[lag] ?? null];
	if (c === null && rest === null) return [];
	const share = c === null ? 0 : rest === null ? 1 : 1 / (1 + 10 ** (rest - c));
	const way = model.cell === "lstm" ? "c" : "z h";
	return [t("diagnose.paths", { lag, way, share: percent(share), rest: percent(1 - share) })];
}

function measures({ t }: Context, result: DiagnoseResult): string[] {
	const { layers, memory, lags, tensors, model } = result;
	const many = layers.length > 1;
	const lines: string[] = [];
	for (const [l, { saturation, jacobian }] of layers.entries()) {
		const label = many ? ` (${t("diagnose.layer", { layer: l + 1 })})` : "";
		const gates = Object.entries(saturation).map(([name, { low, high }]) =>
			[/[ghn]/.test(name) ? `|${name}|` : name, percent(low), percent(high)].join("\u00a0"),
		);
		lines.push(`${t("diagnose.saturation")}${label}: ${gates.join(" · ")}`);
		lines.push(`${t("diagnose.jacobian")}${label}: ${t("diagnose.jacobianFacts", jacobianFacts(t, jacobian, model))}`);
		const weights = tensors.find(({ tensor }) => tensor === `weight_hh_l${l}`)!.share;
		const first = weights.findIndex((share) => share > 0); // the step after a zero state has none
		const shares = {
			last: percent(weights.at(-1)!),
			eight: percent(sum(weights.slice(-9, -1))),
			count: weights.length - Math.max(0, first),
		};
		const share = weights[first] ?? 0;
		const oldest = share === 0 || share >= 1e-3 ? percent(share) : scientific(Math.log10(share));
		lines.push(t("diagnose.weights", { ...shares, oldest, layer: t("diagnose.layer", { layer: l + 1 }) }));
	}
	const { size, exact, cost } = layers[0]!.jacobian;
	const wanted = { bytes: bytes(cost.bytes), operations: cost.operations.toExponential(0).replace("+", "") };
	if (!exact) lines.push(t("diagnose.estimated", { size, ...wanted }));
	const lag = (value: number | null) => (value === null ? `> ${lags}` : String(value));
	lines.push(t("diagnose.memory", { gradient: lag(memory.gradientLag), input: lag(memory.inputLag) }));
	return lines;
}

/** Where reach, radius and clipping came from and where they stand, layer by layer. */
function moved({ t, library }: Context, { history, model }: DiagnoseResult): string[] {
	const [first, last] = [history[0], history.at(-1)];
	if (!first || !last || first === last) return [];
	const block = library.candidateBlock(model.cell);
	const size = (value: number | null) => (value === null ? "-" : small(value));
	const reach = ({ reach, lags }: HistoryPoint) =>
		reach.map((steps) => (steps === null ? `>${lags}` : String(steps))).join("/");
	const radius = ({ recurrent }: HistoryPoint) => recurrent.map((blocks) => size(blocks[block]?.[0] ?? null)).join("/");
	const clipped = history[first.step === 0 ? 1 : 0]!;
	const facts = {
		...{ from: first.step, to: last.step, block },
		...{ reach: `${reach(first)} → ${reach(last)}`, radius: `${radius(first)} → ${radius(last)}` },
		clipped: `${percent(clipped.clippedShare)} → ${percent(last.clippedShare)}`,
	};
	return [t("diagnose.history", facts)];
}

/** A plain cell's matrix is held to the bound under which it must vanish; a gate's has none that decides alone. */
function jacobianFacts(t: Context["t"], jacobian: LayerReport["jacobian"], { cell }: DiagnoseResult["model"]) {
	const { largestSingular, lyapunovNats, exact, recurrent } = jacobian;
	const about = (value: number, whole: boolean) => (whole ? "" : "~") + small(value);
	const blocks = recurrent.map(({ block, radius, largestSingular: norm, exact: whole, bound }) => {
		const both = [block, about(radius, whole), about(norm, whole)].join("\u00a0");
		return cell === "rnn" ? `${both} ${t("diagnose.bound", { bound })}` : both;
	});
	const nats = lyapunovNats.map((value) => (value === null ? "-" : value.toFixed(3))).join(" ");
	return { norm: about(largestSingular, exact), nats, matrix: blocks.join(", ") };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** The remedies, each as the command that takes it; a start needs new weights, so it trains afresh on the run's own data. */
function nextOf({ findings, source, data, length, text, model, training }: DiagnoseResult, run: string): string[] {
	const words = (options: object) =>
		Object.entries(options).map(([name, value]) => `${flagOf(name)} ${quote(String(value))}`);
	const { cell, variant, layers, hidden } = model;
	const commands = findings.flatMap(({ remedy, others = [] }) =>
		(remedy ? [remedy, ...others] : []).map(({ id, options: taken, fresh }) => {
			const options = id === "lower-rate" ? { lr: Number((training.lr / 4).toPrecision(2)) } : taken;
			if (!fresh) return `sluice train --from ${run} ${words(options).join(" ")}`;
			const own = { cell, ...(taken.cell === undefined && { variant }), layers, hidden };
			const kept = { ...source.options, ...own, ...(data === null && { k1: training.horizon }), ...options };
			return ["sluice train", ...(source.words.length > 0 ? source.words.map(quote) : ["FILE"]), ...words(kept)].join(
				" ",
			);
		}),
	);
	if (commands.length > 0) return [...new Set(commands)];
	if (data === null) return [`sluice sample ${run} --temperature 0.8`];
	if (source.options.target !== undefined) return [`sluice predict ${run} --free 100 --out on.csv`];
	const longer = 2 * Number(length!.split("..").at(-1));
	return [`sluice eval ${run} ${text === data ? `--length ${longer}` : "--part test"}`];
}
