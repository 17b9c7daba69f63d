/**
 * wrec-sweep: reach of the gradient when W_rec is rescaled to a range of largest singular values; the spectral radius
 * is reported too.
 */

import { spectralRadius } from "../../algebra/spectrum.ts";
import { normals, reachByLag } from "../../diagnosis/reach.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { Piece } from "../jobs/piece.ts";
import { BOTH, type Mode, type Reproduction, type Row } from "./reproduction.ts";
import { sweepFigures } from "./wrecFigures.ts";
import { witnessPieces, witnessRows } from "./wrecForwardMode.ts";
import { recurrent, SERIES, type Series, SIZES, type Swept, sizeWords } from "./wrecSeries.ts";

export const wrecSweep: Reproduction = {
	name: "wrec-sweep",
	title: { en: "Reach of the gradient by the size of W_rec", ko: "W_rec의 크기에 따른 기울기의 도달 거리" },
	shows: {
		en: "Pascanu et al. 2013, sec. 2: with a largest singular value below 1 the gradient vanishes; above 1 it may explode or still vanish",
		ko: "Pascanu 등(2013), 2절: 특잇값이 1보다 작으면 기울기가 소실되고, 1보다 크면 폭발할 수도 소실될 수도 있음",
	},
	seeds: { quick: 2, full: 10 },
	revision: 1,
	async run({ mode, seeds, work, pause }) {
		const pieces = SERIES.flatMap((series) =>
			SIZES[mode].sigmas.map(
				(sigma): Piece<Swept> => ({
					key: `${series.key}-${sigma}-${seeds.length}-seeds`,
					run: () => sweep(series, sigma, mode, seeds, pause),
				}),
			),
		);
		const [swept, compared] = await Promise.all([work(pieces), work(witnessPieces(mode, pause))]);
		return { rows: [...swept.map(rowOf), ...witnessRows(compared)], figures: (lang) => sweepFigures(swept, lang) };
	},
};

async function sweep(
	{ key, act, base, input }: Series,
	sigma: number,
	mode: Mode,
	seeds: readonly number[],
	pause: () => Promise<void>,
): Promise<Swept> {
	const { H, K, sequences } = SIZES[mode];
	const log10 = new Array<number>(K + 1).fill(0);
	const radii: number[] = [];
	const ends: number[] = [];
	let overBound = Number.NEGATIVE_INFINITY;
	let saturated = 0;
	const runs = seeds.length * sequences;
	for (const seed of seeds) {
		const w = recurrent(base, H, sigma, seed);
		radii.push(spectralRadius(w, H));
		for (let sequence = 0; sequence < sequences; sequence++) {
			await pause();
			const random = new RandomStream(seed, `wrec-sweep input ${sequence}`);
			const u = normals(K * H, input, random); // [T,H]
			const g0 = normals(H, 1, random); // [H]
			const norm = Math.hypot(...g0);
			const reach = reachByLag(
				act,
				w,
				u,
				g0.map((value) => value / norm),
			);
			for (const [k, size] of reach.log10.entries()) {
				log10[k]! += size / runs;
				overBound = Math.max(overBound, size - k * Math.log10(sigma));
			}
			ends.push(reach.log10[K]!);
			saturated += reach.saturated / runs;
		}
	}
	return {
		...{ series: key, sigma, radius: radii.reduce((sum, radius) => sum + radius, 0) / radii.length },
		...{ radiusLeast: Math.min(...radii), radiusMost: Math.max(...radii), log10 },
		...{ endMost: Math.max(...ends), endLeast: Math.min(...ends), overBound, saturated },
	};
}

/** Tolerance for rounding in the norms' logarithms over K steps. */
const SLACK = 1e-9;
/** log10 of the norm at lag K below which the gradient counts as vanished. */
const VANISHED = -6;

export function rowOf(at: Swept): Row {
	const { series: key, sigma, radius, radiusLeast, radiusMost, log10, endMost, endLeast, overBound, saturated } = at;
	const series = SERIES.find((one) => one.key === key)!;
	const K = log10.length - 1;
	const rate = 10 ** ((log10[K]! - log10[K / 2]!) / (K / 2));
	const name = key.replace("-", " ");
	const what = `${name}: σ ${sigma}, ρ ${radius.toFixed(3)}`;
	const ours = `${sizeWords(log10[K]!)} at lag ${K}, x${rate.toPrecision(4)} a lag`;
	const oursKo = `시차 ${K}에서 ${sizeWords(log10[K]!)}, 시차마다 x${rate.toPrecision(4)}`;
	const row = { what: { en: what, ko: what }, ours: { en: ours, ko: oursKo }, asserted: BOTH };
	if (series.act === "linear") {
		if (Math.abs(radius - 1) < 1e-3) {
			const holds = Math.abs(endMost) < SLACK * K && Math.abs(endLeast) < SLACK * K;
			return { ...row, published: { en: "constant (all of size 1)", ko: "유지(고윳값의 크기가 모두 1)" }, holds };
		}
		if (radiusMost < 1)
			return { ...row, published: { en: "ρ < 1: decays", ko: "ρ < 1: 감소" }, holds: endMost < 0 && rate < 1 };
		const holds = radiusLeast > 1 && endLeast > 0 && rate > 1;
		return { ...row, published: { en: "ρ > 1: grows", ko: "ρ > 1: 증가" }, holds };
	}
	if (sigma <= 1) {
		return {
			...row,
			published: { en: "below σ^k at every lag", ko: "모든 시차에서 σ^k 이하" },
			holds: overBound <= SLACK,
			note: {
				en: `largest log10(norm / σ^k): ${overBound.toExponential(1)}`,
				ko: `log10(노름 / σ^k)의 최댓값: ${overBound.toExponential(1)}`,
			},
		};
	}
	const note = {
		en: `${(100 * saturated).toFixed(0)} % of |h| above .9`,
		ko: `|h|가 .9를 넘는 비율 ${(100 * saturated).toFixed(0)}%`,
	};
	if (key === "tanh-saturated") {
		const published = { en: "σ > 1 may still vanish", ko: "σ > 1이어도 폭발하지 않을 수 있음: 소실" };
		return { ...row, published, holds: endMost < VANISHED && rate < 1, note };
	}
	return {
		...row,
		published: { en: "σ > 1: may explode", ko: "σ > 1: 폭발할 수 있음" },
		holds: true,
		asserted: [],
		note,
	};
}
