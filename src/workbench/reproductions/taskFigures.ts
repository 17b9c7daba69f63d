/** Figures of runs on tasks: error rate by update, and by length of the test sequences. */

import type { Lang } from "../../errors/define.ts";
import { fill } from "../../views/words.ts";
import { type Figure, lineStyles, type Panel, type Point, ramp } from "../drawing/figure.ts";
import { FIGURE_WORDS } from "../drawing/figureWords.ts";
import type { Phrase } from "./reproduction.ts";
import type { TaskRunResult } from "./taskRun.ts";

/** Smallest power of ten that is at least `value`. */
const decade = (value: number) => 10 ** Math.ceil(Math.log10(Math.max(10, value)));

/** `value` rounded up to two digits, the second of them 0 or 5. */
function roundUp(value: number): number {
	const unit = 10 ** Math.floor(Math.log10(Math.max(1, value))) / 2;
	return Math.ceil(value / unit) * unit;
}

const WORDS = {
	en: {
		curves: "Error rate on fresh sequences against the number of updates, one line per run.",
		updates: "updates (thousands)",
		lengths: "Trained on {from} to {to} steps, tested on up to {most}",
		lengthsText: "Error rate by the length of the test sequences, one line per run.",
		length: "length of the test sequences (steps)",
	},
	ko: {
		curves: "갱신 횟수에 따른 새 시퀀스의 오류율입니다. 실행마다 선이 하나입니다.",
		updates: "갱신 횟수(천 회)",
		lengths: "{from}~{to}스텝으로 학습, {most}스텝까지 테스트",
		lengthsText: "테스트 시퀀스의 길이에 따른 오류율입니다. 실행마다 선이 하나입니다.",
		length: "테스트 시퀀스의 길이(스텝)",
	},
} as const satisfies Record<Lang, Record<string, string>>;

export const seedName = (seed: number): Phrase => ({ en: `seed ${seed}`, ko: `시드 ${seed}` });

type NamedRuns = readonly { name: Phrase; result: TaskRunResult }[];

/** One line per run; runs with the same name share a colour. */
export function errorCurves(title: Phrase, runs: NamedRuns, chance: number, lang: Lang): Figure {
	const most = mostUpdates(runs);
	return {
		...{ name: "errors", title: title[lang], description: WORDS[lang].curves, size: [560, 300] },
		panels: [errorPanel({ runs, colours: ramp }, { chance, most }, lang)],
	};
}

/** Runs of one panel, and what distinguishes their lines. */
export interface ErrorPanel {
	title: Phrase;
	runs: NamedRuns;
	/** Whether the names are an order, such as lengths, which a ramp of colours shows. */
	ordered: boolean;
}

/** The same for many runs: a panel for each kind of them, all on the same axes. */
export function errorPanels(title: Phrase, panels: readonly ErrorPanel[], chance: number, lang: Lang): Figure {
	const most = mostUpdates(panels.flatMap(({ runs }) => runs));
	return {
		...{ name: "errors", title: title[lang], description: WORDS[lang].curves, size: [260, 260] },
		panels: panels.map(({ title, runs, ordered }) => ({
			title: title[lang],
			...errorPanel({ runs, colours: ordered ? ramp : distinct }, { chance, most }, lang),
		})),
	};
}

const mostUpdates = (runs: NamedRuns) => Math.max(...runs.map(({ result }) => result.updates));
/** Colours that are not the ends of a ramp, so that the legend of all panels has each once. */
const distinct = (count: number) =>
	lineStyles(count + 2)
		.slice(2)
		.map(({ colour }) => colour);

function errorPanel(
	{ runs, colours: choose }: { runs: NamedRuns; colours(count: number): string[] },
	{ chance, most }: { chance: number; most: number },
	lang: Lang,
): Panel {
	const names = [...new Set(runs.map(({ name }) => name[lang]))];
	const colours = choose(names.length);
	return {
		x: { name: WORDS[lang].updates, min: 0, max: roundUp(most / 1000) },
		y: { name: FIGURE_WORDS[lang].errorRate, min: 0, max: Math.ceil(10 * chance) / 10, step: 0.2 },
		marks: runs.map(({ name, result }) => ({
			...{ kind: "line", name: name[lang], colour: colours[names.indexOf(name[lang])]!, width: 1.4 },
			points: result.curve.map(([updates, share]): Point => [updates / 1000, share]),
		})),
	};
}

/** Error rates of the same runs on sequences longer than in training. */
export function errorsByLength(
	runs: NamedRuns,
	{ lengths, of, trained }: { lengths: readonly number[]; of: number; trained: readonly [number, number] },
	lang: Lang,
): Figure {
	const words = WORDS[lang];
	const [from, to] = trained;
	const colours = ramp(runs.length);
	return {
		name: "lengths",
		title: fill(words.lengths, { from, to, most: lengths.at(-1)! }),
		description: words.lengthsText,
		size: [560, 300],
		panels: [
			{
				x: { name: words.length, min: 10, max: decade(lengths.at(-1)!), scale: "log" },
				y: { name: FIGURE_WORDS[lang].errorRate, min: 0, max: 0.8, step: 0.2 },
				marks: runs.flatMap(({ name, result }, n) => {
					const points = lengths.map((length, k): Point => [length, result.wrong[k]! / of]);
					return [
						{ kind: "line", name: name[lang], colour: colours[n]!, width: 1.4, points },
						{ kind: "dots", colour: colours[n]!, size: 5, points },
					] as const;
				}),
			},
		],
	};
}
