/** The dial of W_rec at chosen settings: of a random matrix, or of a block of a trained network's W_hh. */
import { recurrentNames } from "../../cells/gateFunctions.ts";
import type { Weights } from "../../cells/weights.ts";
import { fail } from "../../errors/index.ts";
import { notOneOf } from "../../errors/request.ts";
import {
	DIAL_STEPS,
	type DialBase,
	type Dialled,
	type DialSettings,
	dial,
	dialBase,
	dialRate,
	dialVerdict,
} from "../dial.ts";
import { drawnRecurrent } from "../drawnRecurrent.ts";
import { type DIAL_RULES, MOST_UNITS, type OWN_DIAL_RULES } from "./dialRules.ts";
import { finiteOrNull, type Point, type PointRow } from "./labPoint.ts";
import type { Settings } from "./settings.ts";

export type DrawnSettings = Settings<typeof DIAL_RULES>;
export type OwnSettings = Settings<typeof OWN_DIAL_RULES>;
type Shared = Pick<DrawnSettings, "act" | "input" | "bias" | "seed" | "move"> & { radius: number | null };

export const drawnBase = ({ base, hidden, seed }: Pick<DrawnSettings, "base" | "hidden" | "seed">): DialBase =>
	dialBase(drawnRecurrent(base, hidden, seed), hidden);

/**
 * A block of W_hh in float64, [H,H].
 * @throws E_OPTION for a layer or a block that the network does not have, and above 256 units.
 */
export function blockOf(weights: Weights, { layer, block }: Pick<OwnSettings, "layer" | "block">, where: string) {
	const { hidden: H, layers, cell } = weights.spec;
	if (layer >= layers) {
		const why = { reason: "whole", min: 0, max: layers - 1, got: String(layer) } as const;
		throw fail("E_OPTION", { option: "layer", where, why });
	}
	if (H > MOST_UNITS)
		throw fail("E_OPTION", { option: "run", where, why: { reason: "count", of: "units", got: H, max: MOST_UNITS } });
	const letters = recurrentNames(weights.spec);
	const chosen = block !== "carrier" ? block : cell === "lstm" ? "g" : cell === "gru" ? "n" : "h";
	const at = letters.indexOf(chosen);
	const choices = cell === "own" ? letters : ["carrier", ...letters];
	if (at < 0) throw fail("E_OPTION", { option: "block", where, why: notOneOf(choices, block) });
	const { w_hh } = weights.layer(layer);
	return { w: Float64Array.from(w_hh.subarray(at * H * H, (at + 1) * H * H)), H, block: chosen };
}

/** @throws E_OPTION for a number of an eigenvalue that is not there. */
export function dialSettings(
	{ act, input, bias, seed, radius, move }: Shared,
	{ H }: DialBase,
	where: string,
): DialSettings {
	const moves = Array.from({ length: move.length / 3 }, (_, n) => {
		const [index, re, im] = move.slice(3 * n) as [number, number, number];
		if (Number.isSafeInteger(index) && index >= 0 && index < H) return { index, re, im };
		const why = { reason: "whole", min: 0, max: H - 1, got: String(index) } as const;
		throw fail("E_OPTION", { option: "move", where, why });
	});
	return { act, input, bias, seed, radius, moves };
}

export function dialPoint(base: DialBase, given: DialSettings, settings: Point["settings"]): Point {
	const found = dial(base, given);
	const T = DIAL_STEPS;
	const { values, log10 } = found;
	return {
		settings,
		rows: rowsOf(found),
		values: {
			verdict: dialVerdict(found),
			eigenvalues: Array.from(values.re, (re, k) => [re, values.im[k]!]),
			log10: Array.from({ length: T }, (_, t) => Array.from(log10.subarray(t * T, t * T + t + 1), finiteOrNull)),
		},
	};
}

function rowsOf(found: Dialled): PointRow[] {
	const { radius, sigma, slope, bound, meanSlope, saturated, conditions, strayed, log10 } = found;
	const steps = DIAL_STEPS - 1;
	const rows: [en: string, ko: string, value: number][] = [
		["spectral radius of W", "W의 스펙트럼 반지름", radius],
		["largest singular value of W", "W의 최대 특잇값", sigma],
		["largest |act'|", "|act'|의 최댓값", slope],
		["their product, the bound per step", "둘의 곱, 스텝당 한계", bound],
		["mean of act'", "act'의 평균", meanSlope],
		["fraction of |h| above 0.9", "|h|가 0.9를 넘는 비율", saturated],
		[
			`log10 of the last loss's gradient, ${steps} steps back`,
			`마지막 손실의 기울기, ${steps}스텝 전의 log10`,
			log10[steps * DIAL_STEPS]!,
		],
		["log10 of its factor per step", "한 스텝마다 곱해지는 수의 log10", dialRate(log10)],
	];
	for (const condition of conditions)
		rows.push(["condition of the moved eigenvalue", "옮긴 고윳값의 조건수", condition]);
	if (conditions.length > 0)
		rows.push(["largest distance that another eigenvalue moved", "다른 고윳값이 움직인 거리의 최댓값", strayed]);
	return rows.map(([en, ko, value]) => ({ what: { en, ko }, value }));
}
