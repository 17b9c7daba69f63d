/** Cut arcs of the gradient of one window, take the update, and see what it would have learned. */
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { arcsOf, type Keeps, learnt } from "../arcs.ts";
import { toLog10 } from "../logNumbers.ts";
import { finiteOrNull, type Point, type PointRow } from "./labPoint.ts";
import type { Settings } from "./settings.ts";

export const CUT_RULES = {
	/** Steps of the window, each with a loss, from the symbol with this number. */
	steps: { kind: "whole", min: 2, max: 64, unset: 16 },
	from: { kind: "whole", min: 0, max: 1e9, unset: 0 },
	/** Arcs of so many steps or more are cut; 0 for none. */
	horizon: { kind: "whole", min: 0, max: 64, unset: 0 },
	/** Single arcs: the step of the loss, and the step that it reaches. */
	arcs: { kind: "groups", each: 2, form: "T:K", unset: [] },
	lr: { kind: "number", min: 1e-6, max: 1000, unset: 0.1 },
} as const;

export type CutSettings = Settings<typeof CUT_RULES>;

/** Whether an arc is kept by the settings; steps count from 0. */
export function keepsOf({ horizon, arcs }: Pick<CutSettings, "horizon" | "arcs">): Keeps {
	const cut = new Set(Array.from({ length: arcs.length / 2 }, (_, n) => `${arcs[2 * n]}:${arcs[2 * n + 1]}`));
	return (t, k) => (horizon === 0 || t - k < horizon) && !cut.has(`${t}:${k}`);
}

/** @param ids symbols of the window, one more than it has steps. */
export function cutPoint(engine: Engine, given: Weights, ids: ArrayLike<number>, settings: CutSettings): Point {
	const S = ids.length - 1;
	const weights = new Weights(engine, given.spec);
	weights.flat.set(given.flat);
	const window = new Unrolled(engine, weights, { steps: S, lanes: 1 });
	for (let t = 0; t < S; t++) [window.ids[t], window.targets[t]] = [ids[t]!, ids[t + 1]!];
	window.forward();
	const keeps = keepsOf(settings);
	const { norms, kept } = arcsOf(window, S, keeps);
	const whole = arcsOf(window, S).kept;
	const { before, after } = learnt(window, kept, settings.lr);
	const all = learnt(window, whole, settings.lr).after;
	window.free();
	engine.free(weights.flat);
	let cut = 0;
	for (let t = 0; t < S; t++) for (let k = 0; k <= t; k++) if (!keeps(t, k)) cut++;
	const rows: [en: string, ko: string, value: number][] = [
		["arcs", "호의 수", (S * (S + 1)) / 2],
		["arcs that were cut", "자른 호의 수", cut],
		["norm of the whole gradient", "기울기 전체의 노름", normOf(whole)],
		["norm without the arcs that were cut", "자른 호를 뺀 기울기의 노름", normOf(kept)],
		["cosine of the angle between the two", "둘 사이 각의 코사인", dot(whole, kept) / (normOf(whole) * normOf(kept))],
		["loss before the update, nats", "갱신 전 손실(nats)", before],
		["loss after the update with all arcs, nats", "호를 모두 쓴 갱신 뒤의 손실(nats)", all],
		["loss after the update without them, nats", "자른 호를 뺀 갱신 뒤의 손실(nats)", after],
	];
	const logs = (t: number) => Array.from(norms.subarray(t * S, t * S + t + 1), (x) => finiteOrNull(toLog10(x)));
	return {
		settings,
		rows: rows.map(([en, ko, value]): PointRow => ({ what: { en, ko }, value })),
		values: { log10: Array.from({ length: S }, (_, t) => logs(t)) },
	};
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
	return sum;
}
const normOf = (x: Float64Array) => Math.sqrt(dot(x, x));
