/** Cut arcs of the gradient of one window, take the update, and see what it would have learned. */
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { type ArcPaths, arcsOf, learnt } from "../arcs.ts";
import { toLog10 } from "../logNumbers.ts";
import { type CutSettings, keepsOf } from "./cutRules.ts";
import { finiteOrNull, type Point, type PointRow } from "./labPoint.ts";

export interface Cut {
	/** log10 of the norm of each arc's gradient, row t with k = 0 to t; null is an exact 0. */
	log10: (number | null)[][];
	/**
	 * Gated cells: of each arc, the part that went back through c alone (GRU: through z h); the rest passed W_hh, and both
	 * add up to 1. Rows as in `log10`; null for an arc of its own step, which has no way back, and for an exact 0.
	 */
	throughC?: (number | null)[][];
	/** The same of the whole gradient, own steps counted with c, and of what passed W_hh. */
	wholeThroughC?: number;
	wholeThroughH?: number;
	/** Number of arcs that are cut. */
	cut: number;
	/** Norm of the whole gradient, and of the one that the arcs left give. */
	wholeNorm: number;
	keptNorm: number;
	/** Cosine of the angle between the two. */
	cosine: number;
	/** Mean loss in nats: before the update, after it with all arcs, and after it with those left. */
	before: number;
	whole: number;
	after: number;
}

/** @param ids symbols of the window, one more than it has steps. */
export function cutArcs(engine: Engine, given: Weights, ids: ArrayLike<number>, settings: CutSettings): Cut {
	const S = ids.length - 1;
	const weights = new Weights(engine, given.spec);
	weights.flat.set(given.flat);
	const window = new Unrolled(engine, weights, { steps: S, lanes: 1 });
	for (let t = 0; t < S; t++) [window.ids[t], window.targets[t]] = [ids[t]!, ids[t + 1]!];
	window.forward();
	const keeps = keepsOf(settings);
	const { norms, kept, whole: all, paths } = arcsOf(window, S, keeps);
	const { before, after } = learnt(window, kept, settings.lr);
	const whole = learnt(window, all, settings.lr).after;
	window.free();
	engine.free(weights.flat);
	let cut = 0;
	for (let t = 0; t < S; t++) for (let k = 0; k <= t; k++) if (!keeps(t, k)) cut++;
	const [wholeNorm, keptNorm] = [normOf(all), normOf(kept)];
	const logs = (t: number) => Array.from(norms.subarray(t * S, t * S + t + 1), (x) => finiteOrNull(toLog10(x)));
	const rows = (of: (t: number) => (number | null)[]) => Array.from({ length: S }, (_, t) => of(t));
	const parts = ({ throughC }: ArcPaths, t: number) =>
		Array.from(throughC.subarray(t * S, t * S + t + 1), (x, k) => (k === t ? null : finiteOrNull(x)));
	return {
		...{ log10: rows(logs), cut, wholeNorm, keptNorm },
		...(paths && {
			throughC: rows((t) => parts(paths, t)),
			...{ wholeThroughC: paths.wholeThroughC, wholeThroughH: paths.wholeThroughH },
		}),
		...{ cosine: dot(all, kept) / (wholeNorm * keptNorm), before, whole, after },
	};
}

/** @param ids symbols of the window, one more than it has steps. */
export function cutPoint(engine: Engine, given: Weights, ids: ArrayLike<number>, settings: CutSettings): Point {
	const S = ids.length - 1;
	const found = cutArcs(engine, given, ids, settings);
	const { log10, throughC, cut, wholeNorm, keptNorm, cosine, before, whole, after } = found;
	const rows: [en: string, ko: string, value: number][] = [
		["arcs", "호의 수", (S * (S + 1)) / 2],
		["arcs that were cut", "자른 호의 수", cut],
		["norm of the whole gradient", "기울기 전체의 노름", wholeNorm],
		["norm without the arcs that were cut", "자른 호를 뺀 기울기의 노름", keptNorm],
		["cosine of the angle between the two", "둘 사이 각의 코사인", cosine],
		["loss before the update, nats", "갱신 전 손실(nats)", before],
		["loss after the update with all arcs, nats", "호를 모두 쓴 갱신 뒤의 손실(nats)", whole],
		["loss after the update without them, nats", "자른 호를 뺀 갱신 뒤의 손실(nats)", after],
	];
	if (throughC) {
		const line = given.spec.cell === "gru" ? "z h" : "c";
		rows.push(
			[
				`part of the gradient that went back through ${line} alone`,
				`${line}만을 거친 기울기의 비율`,
				found.wholeThroughC!,
			],
			["part that passed W_hh", "W_hh를 거친 비율", found.wholeThroughH!],
		);
	}
	const named = rows.map(([en, ko, value]): PointRow => ({ what: { en, ko }, value }));
	return { settings, rows: named, values: { log10, ...(throughC && { throughC }) } };
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
	return sum;
}
const normOf = (x: Float64Array) => Math.sqrt(dot(x, x));
