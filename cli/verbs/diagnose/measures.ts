/** The numbers behind a diagnosis: paths, saturation, step Jacobian, weights, memory, and their history in training. */
import type { DiagnoseResult, HistoryPoint, LayerReport } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { bytes, nats, percent, small } from "../../display/numbers.ts";
import { scientific } from "../../display/scientific.ts";

/** Fraction of the gradient that came through c alone, at half the reach; at lag 16 if the reach is unknown. */
export function paths({ t }: Context, { layers, model }: DiagnoseResult, worst: number): string[] {
	const { throughC, throughH, reach, h } = layers[worst]!;
	if (!throughC || !throughH) return [];
	const lag = Math.max(1, Math.min(h.typical.length - 1, Math.round((reach ?? 32) / 2)));
	const [c, rest] = [throughC.typical[lag] ?? null, throughH.typical[lag] ?? null];
	if (c === null && rest === null) return [];
	const share = c === null ? 0 : rest === null ? 1 : 1 / (1 + 10 ** (rest - c));
	const way = model.equations ? equationsWay(model.equations.states) : model.cell === "lstm" ? "c" : "z h";
	return [t("diagnose.paths", { lag, way, share: percent(share), rest: percent(1 - share) })];
}

/** The states that carry a gradient of equations past R h'. */
const equationsWay = ([h, ...more]: readonly string[]) => (more.length > 0 ? more.join(", ") : h!);

export function measures({ t }: Context, result: DiagnoseResult): string[] {
	const { layers, memory, lags, tensors, model } = result;
	const many = layers.length > 1;
	const lines: string[] = [];
	for (const [l, { saturation, jacobian }] of layers.entries()) {
		const label = many ? ` (${t("diagnose.layer", { layer: l })})` : "";
		const gates = Object.entries(saturation).map(([name, { low, high }]) =>
			[isSigned(name, model) ? `|${name}|` : name, percent(low), percent(high)].join("\u00a0"),
		);
		lines.push(`${t("diagnose.saturation")}${label}: ${gates.join(" · ")}`);
		lines.push(`${t("diagnose.jacobian")}${label}: ${jacobianFacts(t, jacobian, model)}`);
		const weights = tensors.find(({ tensor }) => tensor === `weight_hh_l${l}`)?.share;
		if (!weights) continue; // equations without R h'
		const first = weights.findIndex((share) => share > 0); // the step after a zero state has none
		const shares = {
			last: percent(weights.at(-1)!),
			eight: percent(sum(weights.slice(-9, -1))),
			count: weights.length - Math.max(0, first),
		};
		const share = weights[first] ?? 0;
		const oldest = share === 0 || share >= 1e-3 ? percent(share) : scientific(Math.log10(share));
		lines.push(t("diagnose.weights", { ...shares, oldest, layer: t("diagnose.layer", { layer: l }) }));
	}
	const { size, exact, cost } = layers[0]!.jacobian;
	const wanted = { bytes: bytes(cost.bytes), operations: cost.operations.toExponential(0).replace("+", "") };
	if (!exact) lines.push(t("diagnose.estimated", { size, ...wanted }));
	const lag = (value: number | null) => (value === null ? `> ${lags}` : String(value));
	lines.push(t("diagnose.memory", { gradient: lag(memory.gradientLag), input: lag(memory.inputLag) }));
	return lines;
}

/** First and current values of reach, radius and clipping, layer by layer. */
export function moved({ t, library }: Context, { history, model, step }: DiagnoseResult): string[] {
	const [first, last] = [history[0], history.at(-1)];
	if (!first || !last || first === last) return [];
	const block = model.equations ? (model.equations.block ?? "-") : library.candidateBlock(model.cell);
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
	const short = last.step < step ? ` ${t("diagnose.historyEnds", { last: last.step, step })}` : "";
	return [t("diagnose.history", facts) + short];
}

/**
 * A plain cell's matrix is compared with the bound below which gradients must vanish. A gated cell has no such bound, nor
 * has a block whose function is arbitrarily steep.
 */
function jacobianFacts(t: Context["t"], jacobian: LayerReport["jacobian"], model: DiagnoseResult["model"]) {
	const plain = model.equations ? model.equations.plain : model.cell === "rnn";
	const { largestSingular, lyapunovNats, exact, recurrent } = jacobian;
	const about = (value: number, whole: boolean) => (whole ? "" : "~") + small(value);
	const blocks = recurrent.map(({ block, radius, largestSingular: norm, exact: whole, bound }) => {
		const both = [block, about(radius, whole), about(norm, whole)].join("\u00a0");
		return plain && bound > 0 ? `${both} ${t("diagnose.bound", { bound })}` : both;
	});
	const exponents = lyapunovNats.map(nats).join(" ");
	const facts = { norm: about(largestSingular, exact), nats: exponents };
	const matrices = blocks.length > 0 ? t("diagnose.matrices", { matrix: blocks.join(", ") }) : "";
	return t("diagnose.jacobianFacts", facts) + matrices;
}

/** Values that count by their absolute value: candidates and h. */
const isSigned = (name: string, { equations }: DiagnoseResult["model"]) =>
	name === "h" || (equations ? equations.tanh.includes(name) : name === "g" || name === "n");

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
