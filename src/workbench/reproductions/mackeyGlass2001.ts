/**
 * mackey-glass: an echo state network predicts a chaotic series 84 steps ahead (Jaeger 2001, GMD report 148, sec. 6).
 */
import { Reservoir } from "../../cells/esn.ts";
import { ATTRACTOR_VARIANCE, mackeyGlass, mackeyGlassShown } from "../../data/tasks/mackeyGlass.ts";
import type { Lang } from "../../errors/define.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { startReservoir } from "../../remedies/drawReservoir.ts";
import { EchoState } from "../../training/echo/echoState.ts";
import { COLOURS, type Figure } from "../drawing/figure.ts";
import { type Context, type Reproduction, type Row, same } from "./reproduction.ts";

const TAU = 17;
const STEPS = 3000;
const WASHOUT = 1000;
const AHEAD = 84;
const BIAS = 0.2; // a constant input
/** Leaky units: C = .44, g = .9. */
const SPEC = { units: 400, inputs: 1, feedback: 1, gain: 0.44, leak: 0.9 };
const START = {
	spectralRadius: 0.79,
	density: 0.2,
	inputDraw: "ternary",
	inputScale: 0.14,
	feedbackScale: 0.56,
} as const;
/** Published NRMSE with 400 units and 3000 steps, and the previous best, by local models on a self-organising map. */
export const PUBLISHED = { nrmse: "2.8e-4", before: "0.0088" } as const;

/** Result of one seed: its error, the regression's condition number, and one forecast with the true values. */
type Result = { nrmse: number; condition: number; rmse: number; said: number[]; truth: number[] };

export const mackeyGlassReproduction: Reproduction = {
	name: "mackey-glass",
	title: { en: "A chaotic series, 84 steps ahead", ko: "카오스 시계열의 84스텝 뒤 예측" },
	shows: {
		en: "Jaeger 2001: 400 leaky units forecast Mackey-Glass (tau 17) 84 steps ahead with an NRMSE of 2.8e-4",
		ko: "Jaeger(2001): 누설(leaky) 유닛 400개로 Mackey-Glass(tau 17)의 84스텝 뒤를 NRMSE 2.8e-4로 예측",
	},
	seeds: { quick: 5, full: 20 },
	revision: 1,
	async run(context) {
		const runs = context.mode === "full" ? 50 : 20;
		const results = await context.work(
			context.seeds.map((seed) => ({ key: `seed-${seed}`, run: () => trained(seed, runs, context) })),
		);
		return { rows: rowsOf(results, runs), figures: (lang) => [forecast(results[0]!, lang)] };
	},
};

async function trained(seed: number, runs: number, { pause }: Context): Promise<Result> {
	const started = startReservoir(SPEC, START, new RandomStream(seed, "weights"));
	const network = new EchoState(new Reservoir(createReference(), SPEC, started), 1);
	await pause();
	const series = new RandomStream(seed, "series");
	const constant = (steps: number) => new Float64Array(steps).fill(BIAS);
	const teacher = mackeyGlassShown(mackeyGlass(series, { tau: TAU, length: STEPS }));
	const fit = { inputs: constant(STEPS), teacher, steps: STEPS, washout: WASHOUT, ridge: 1e-15 };
	const { condition, rmse } = network.fit(fit);
	let squares = 0;
	let shown: Pick<Result, "said" | "truth"> = { said: [], truth: [] };
	for (let run = 0; run < runs; run++) {
		await pause();
		const steps = WASHOUT + AHEAD;
		const truth = mackeyGlassShown(mackeyGlass(series, { tau: TAU, length: steps }));
		network.reservoir.reset();
		const said = network.run({ inputs: constant(steps), teacher: truth.subarray(0, WASHOUT), steps });
		squares += (said[steps - 1]! - truth[steps - 1]!) ** 2;
		const tail = (values: Float64Array) => [...values.subarray(WASHOUT - 30)].map((y) => Number(y.toFixed(5)));
		if (run === 0) shown = { said: tail(said), truth: tail(truth) };
	}
	return { nrmse: Math.sqrt(squares / runs / ATTRACTOR_VARIANCE[TAU]), condition, rmse: rmse[0]!, ...shown };
}

export function rowsOf(results: readonly Result[], runs: number): Row[] {
	const errors = results.map(({ nrmse }) => nrmse).sort((a, b) => a - b);
	const median = (errors[(errors.length - 1) >> 1]! + errors[errors.length >> 1]!) / 2;
	const note = {
		en: `${results.length} networks, ${runs} continuations each: ${errors[0]!.toExponential(1)} to ${errors.at(-1)!.toExponential(1)}`,
		ko: `신경망 ${results.length}개, 각각 자유 예측 ${runs}번: ${errors[0]!.toExponential(1)} ~ ${errors.at(-1)!.toExponential(1)}`,
	};
	return [
		{
			what: { en: "NRMSE 84 steps ahead, median over networks", ko: "84스텝 뒤 NRMSE, 신경망의 중앙값" },
			published: PUBLISHED.nrmse,
			ours: Number(median.toPrecision(3)),
			holds: median <= Number(PUBLISHED.nrmse),
			asserted: ["full"],
			note,
		},
		{
			what: {
				en: "every network better than the best earlier method",
				ko: "모든 신경망이 종전 최고의 방법보다 나음",
			},
			published: PUBLISHED.before,
			ours: Number(errors.at(-1)!.toPrecision(3)),
			holds: errors.at(-1)! < Number(PUBLISHED.before),
			asserted: ["quick", "full"],
		},
		{
			what: { en: "largest condition number of the regression", ko: "회귀의 조건수, 최댓값" },
			published: null,
			ours: Number(Math.max(...results.map(({ condition }) => condition)).toPrecision(2)),
			holds: true,
			asserted: [],
			note: same("min |y - W z|^2 + 1e-15 |W|^2, by reflections"),
		},
	];
}

const WORDS = {
	en: {
		title: "Mackey-Glass, tau 17: free-running forecast from step 0",
		description: "The series and the network's free-running forecast over 84 steps; the two curves coincide.",
		steps: "steps since teacher forcing ended",
		series: "series",
		network: "network",
	},
	ko: {
		title: "Mackey-Glass(tau 17): 0스텝부터 자유 예측",
		description: "시계열과 84스텝에 걸친 신경망의 자유 예측입니다. 두 곡선이 겹칩니다.",
		steps: "자유 예측을 시작한 뒤의 스텝",
		series: "시계열",
		network: "신경망",
	},
} as const satisfies Record<Lang, Record<string, string>>;

function forecast({ said, truth }: Result, lang: Lang): Figure {
	const words = WORDS[lang];
	const points = (values: readonly number[]) => values.map((y, n) => [n - 30, y] as const);
	return {
		name: "forecast",
		title: words.title,
		description: words.description,
		size: [640, 320],
		panels: [
			{
				x: { name: words.steps, min: -30, max: AHEAD, step: 19 },
				y: { name: "tanh(y - 1)", min: -0.6, max: 0.6, step: 0.2 },
				marks: [
					{ kind: "line", name: words.series, colour: COLOURS.orange, width: 4, points: points(truth) },
					{ kind: "line", name: words.network, colour: COLOURS.blue, width: 1.6, points: points(said) },
				],
			},
		],
	};
}
