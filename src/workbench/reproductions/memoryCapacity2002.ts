/**
 * memory-capacity: how much of its past input a reservoir retains, and that this is at most N (Jaeger 2002, GMD report
 * 152).
 */
import { Reservoir } from "../../cells/esn.ts";
import type { Lang } from "../../errors/define.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { startReservoir } from "../../remedies/drawReservoir.ts";
import { memoryCapacity } from "../../training/echo/memoryCapacity.ts";
import { fill } from "../../views/words.ts";
import { COLOURS, type Figure } from "../drawing/figure.ts";
import { BOTH, type Context, type Reproduction, type Row } from "./reproduction.ts";

/**
 * Input scales of the compared reservoirs, which have the same radius: from nearly linear to strongly saturated tanh.
 */
const SCALES = [0.01, 0.1, 1] as const;
const RADIUS = 0.9;

type Result = { scale: number; total: number; byDelay: number[] };

export const memoryCapacityReproduction: Reproduction = {
	name: "memory-capacity",
	title: { en: "How much of its past input a reservoir remembers", ko: "저수지(reservoir)가 기억하는 과거의 양" },
	shows: {
		en: "Jaeger 2002: the squared correlations of readouts with the inputs k steps back sum to at most N",
		ko: "Jaeger(2002): 출력층과 k스텝 전 입력의 상관을 제곱해 모든 k에 대해 더해도 N을 넘지 않음",
	},
	seeds: { quick: 1, full: 5 },
	revision: 1,
	async run(context) {
		const N = context.mode === "full" ? 100 : 40;
		const pieces = context.seeds.flatMap((seed) =>
			SCALES.map((scale) => ({ key: `seed-${seed}-scale-${scale}`, run: () => measured(N, scale, seed, context) })),
		);
		const results = await context.work(pieces);
		return { rows: rowsOf(results, N), figures: (lang) => [curve(results.slice(0, SCALES.length), N, lang)] };
	},
};

async function measured(N: number, scale: number, seed: number, { pause }: Context): Promise<Result> {
	await pause();
	const spec = { units: N, inputs: 1, feedback: 0 };
	const start = { spectralRadius: RADIUS, density: 0.2, inputScale: scale };
	const reservoir = new Reservoir(
		createReference(),
		spec,
		startReservoir(spec, start, new RandomStream(seed, "weights")),
	);
	const request = { amplitude: 0.5, steps: 60 * N };
	const { total, byDelay } = memoryCapacity(reservoir, new RandomStream(seed, "input"), request);
	return { scale, total, byDelay: [...byDelay].map((r) => Number(r.toPrecision(6))) };
}

export function rowsOf(results: readonly Result[], N: number): Row[] {
	const mean = (scale: number) => {
		const of = results.filter((result) => result.scale === scale);
		return of.reduce((sum, { total }) => sum + total, 0) / of.length;
	};
	const largest = Math.max(...results.map(({ total }) => total));
	const chance = (2 * N) / (60 * N); // r^2 of unrelated series, summed over 2 N delays
	return [
		{
			what: {
				en: `largest capacity of ${results.length} reservoirs of ${N} units`,
				ko: `유닛 ${N}개인 저수지 ${results.length}개의 최대 기억 용량`,
			},
			published: `<= ${N}`,
			ours: Number(largest.toPrecision(4)),
			holds: largest <= N + chance,
			asserted: BOTH,
		},
		{
			what: {
				en: "a nearly linear reservoir remembers more than a strongly driven one",
				ko: "거의 선형으로 동작하는 저수지가 입력이 큰 저수지보다 많이 기억함",
			},
			published: { en: "yes", ko: "예" },
			ours: SCALES.map((scale) => `${scale}: ${mean(scale).toFixed(1)}`).join(", "),
			holds: mean(SCALES[0]) > mean(SCALES[2]),
			asserted: BOTH,
			note: { en: "capacity by input scale", ko: "입력 크기별 기억 용량" },
		},
	];
}

const WORDS = {
	en: {
		title: "Memory capacity of {N} units by delay",
		description: "Squared correlation of the readout with the input k steps back, for three input scales.",
		delay: "delay k",
		r: "r² of u(n − k) and its readout",
		scale: "input scale {scale}",
	},
	ko: {
		title: "유닛 {N}개의 시차별 기억 용량",
		description: "k스텝 전의 입력과 출력층의 상관을 제곱한 값입니다. 입력 크기마다 선이 하나입니다.",
		delay: "시차 k",
		r: "u(n − k)와 출력의 r²",
		scale: "입력 크기 {scale}",
	},
} as const satisfies Record<Lang, Record<string, string>>;

function curve(results: readonly Result[], N: number, lang: Lang): Figure {
	const words = WORDS[lang];
	const colours = [COLOURS.blue, COLOURS.orange, COLOURS.purple];
	return {
		name: "curve",
		title: fill(words.title, { N }),
		description: words.description,
		size: [560, 320],
		panels: [
			{
				x: { name: words.delay, min: 0, max: 2 * N, step: N / 2 },
				y: { name: words.r, min: 0, max: 1, step: 0.2 },
				marks: results.map(({ scale, byDelay }, n) => ({
					...{ kind: "line", name: fill(words.scale, { scale }), colour: colours[n]!, width: 2 },
					points: byDelay.map((r, k) => [k + 1, r] as const),
				})),
			},
		],
	};
}
