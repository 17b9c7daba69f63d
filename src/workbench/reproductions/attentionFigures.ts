/** Figures of attention-path: gradient by lag before and after training, and error rate and loss by length. */
import type { Lang } from "../../errors/define.ts";
import { axisOver } from "../drawing/axes.ts";
import { COLOURS, type Figure, type Mark, type Panel, type Point } from "../drawing/figure.ts";
import { FIGURE_WORDS } from "../drawing/figureWords.ts";
import type { LagCurves } from "./attentionLags.ts";
import {
	hasAttention,
	type Measured,
	MODEL_NAMES,
	MODEL_WORDS,
	type Model,
	type Size,
	TASK_WORDS,
	TASKS,
	TRAINED,
	type TrainedRun,
} from "./attentionModels.ts";

const WORDS = {
	en: {
		lags: "Gradient by lag before training: through the state it falls, through attention it does not",
		lagsText:
			"Gradient norm of the last answer's loss against lag, at the symbols of the question, one line per network and way. Lines through the state fall; lines through attention do not.",
		trained: "Gradient by lag after training",
		trainedText: "The same after training, mean over the seeds, one line per network and way.",
		norm: "norm of dL/dh",
		state: "{model}, state",
		attention: "{model}, attention",
		lengths: "Answers by length of the question",
		lengthsText:
			"Fraction of wrong answers and loss per symbol against the length of the question, mean over the seeds, one line per network.",
		length: "length of the question (symbols)",
		wrong: "Wrong answers",
		loss: "Loss",
	},
	ko: {
		lags: "학습 전 시차별 기울기: 상태 경로에서는 줄고 어텐션 경로에서는 줄지 않음",
		lagsText:
			"질문의 기호마다 마지막 답의 손실에 대한 기울기 노름을 시차에 따라 그렸습니다. 네트워크와 경로마다 선이 하나입니다. 상태 경로의 선은 내려가고 어텐션 경로의 선은 내려가지 않습니다.",
		trained: "학습 후 시차별 기울기",
		trainedText: "같은 것을 학습 뒤에 쟀습니다. 시드들의 평균이며 네트워크와 경로마다 선이 하나입니다.",
		norm: "dL/dh의 노름",
		state: "{model}, 상태",
		attention: "{model}, 어텐션",
		lengths: "질문의 길이에 따른 답",
		lengthsText:
			"질문의 길이에 따른 틀린 답의 비율과 기호당 손실입니다. 시드들의 평균이며 네트워크마다 선이 하나입니다.",
		length: "질문의 길이(기호)",
		wrong: "틀린 답",
		loss: "손실",
	},
} as const satisfies Record<Lang, Record<string, string>>;

const COLOUR: Readonly<Record<Model, string>> = {
	lstm: COLOURS.purple,
	none: COLOURS.orange,
	additive: COLOURS.green,
	dot: "#b8860b",
	general: COLOURS.blue,
};

type Lagged = { model: Model; lags: LagCurves };

export function lagFigures(
	measured: readonly Measured[],
	trained: readonly TrainedRun[],
	{ length }: Size,
	lang: Lang,
): Figure[] {
	const words = WORDS[lang];
	const after = trained.map(({ model, result }) => ({ model, lags: result.lags }));
	return [
		{
			...{ name: "lags", title: words.lags, description: words.lagsText, size: [400, 320] },
			panels: level(
				TASKS.map((task) => {
					const of = measured.filter((one) => one.task === task);
					return lagPanel(TASK_WORDS[task][lang], of, length, lang);
				}),
			),
		},
		{
			...{ name: "lags-trained", title: words.trained, description: words.trainedText, size: [560, 320] },
			panels: [lagPanel(TASK_WORDS[TRAINED.task][lang], after, length, lang)],
		},
	];
}

/** Panels with one vertical axis. */
function level(panels: readonly Panel[]): Panel[] {
	const [min, max] = [Math.min(...panels.map(({ y }) => y.min)), Math.max(...panels.map(({ y }) => y.max))];
	return panels.map((panel) => ({ ...panel, y: axisOver(panel.y.name, [min, max], "exponent") }));
}

/** Of a model with attention, the line through the state is dashed; all others are solid. */
function lagPanel(title: string, runs: readonly Lagged[], length: number, lang: Lang): Panel {
	const words = WORDS[lang];
	const marks = MODEL_NAMES.flatMap((model): (Mark & { kind: "line" })[] => {
		const of = runs.filter((run) => run.model === model);
		if (of.length === 0) return [];
		const line = (name: string, way: keyof LagCurves, dash: boolean) => ({
			...({ kind: "line", name: name.replace("{model}", MODEL_WORDS[model][lang]) } as const),
			...{ colour: COLOUR[model], dash, width: 1.8, points: meanCurve(of, way, length) },
		});
		const state = line(words.state, "throughState", hasAttention(model));
		return hasAttention(model) ? [line(words.attention, "throughAttention", false), state] : [state];
	});
	const values = marks.flatMap(({ points }) => points.map(([, y]) => y));
	return {
		title,
		x: { name: FIGURE_WORDS[lang].lag, min: length, max: 2 * length, step: length / 5 },
		y: axisOver(words.norm, values, "exponent"),
		marks,
	};
}

/** The mean over the seeds of log10; a gradient of 0 interrupts the line. */
function meanCurve(runs: readonly Lagged[], way: keyof LagCurves, length: number): Point[] {
	const every = Math.max(1, Math.floor(length / 34));
	return Array.from({ length: Math.ceil(length / every) }, (_, n): Point => {
		const k = n * every;
		const value = runs.reduce((sum, { lags }) => sum + lags[way][k]!, 0) / runs.length;
		return [length + k, Number.isFinite(value) ? Number(value.toFixed(3)) : Number.NaN];
	});
}

/** Error rate and loss by length, each with one line per network. */
export function lengthFigure(trained: readonly TrainedRun[], { lengths }: Size, test: number, lang: Lang): Figure {
	const words = WORDS[lang];
	const { models } = TRAINED;
	const lines = (value: (result: TrainedRun["result"], n: number) => number) =>
		models.flatMap((model): Mark[] => {
			const of = trained.filter((run) => run.model === model);
			const points = lengths.map((length, n): Point => {
				return [length, of.reduce((sum, { result }) => sum + value(result, n), 0) / of.length];
			});
			const colour = COLOUR[model];
			return [
				{ kind: "line", name: MODEL_WORDS[model][lang], colour, width: 1.8, points },
				{ kind: "dots", colour, size: 6, points },
			];
		});
	const x = { name: words.length, min: 0, max: lengths.at(-1)! };
	const losses = lines(({ losses }, n) => losses[n]!);
	const most = losses.flatMap((mark) => (mark.kind === "line" ? mark.points.map(([, y]) => y) : []));
	return {
		...{ name: "lengths", title: words.lengths, description: words.lengthsText, size: [380, 280] },
		panels: [
			{
				title: words.wrong,
				x,
				y: { name: FIGURE_WORDS[lang].errorRate, min: 0, max: 1, step: 0.2 },
				marks: lines(({ wrong }, n) => wrong[n]! / test),
			},
			{ title: words.loss, x, y: axisOver(FIGURE_WORDS[lang].natsPerSymbol, [0, ...most]), marks: losses },
		],
	};
}
