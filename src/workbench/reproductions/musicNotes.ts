/**
 * music: predicts which notes sound next with a layer of sigmoid units, trained by plain SGD, with gradient clipping,
 * and also with Omega (Pascanu, Mikolov & Bengio 2013, table 1; Boulanger-Lewandowski, Bengio & Vincent 2012).
 */
import { parseMusic } from "../../data/tasks/music.ts";
import type { Lang } from "../../errors/define.ts";
import { type Figure, type Point, ramp } from "../drawing/figure.ts";
import { FIGURE_WORDS } from "../drawing/figureWords.ts";
import { findSongs, readSongs } from "../sources/songs.ts";
import type { MusicRunRequest, MusicRunResult } from "./musicRun.ts";
import type { Mode, Reproduction, Row } from "./reproduction.ts";

const METHODS = {
	none: { clipNorm: 0, omega: 0 },
	clip: { clipNorm: 8, omega: 0 },
	"clip+omega": { clipNorm: 8, omega: 0.5, omegaForm: "authors" },
} as const;
export type Method = keyof typeof METHODS;
const NAMES = Object.keys(METHODS) as Method[];

/** Published test error, in nats per step. */
const PUBLISHED: Readonly<Record<string, Readonly<Record<Method, string>>>> = {
	nottingham: { none: "3.80", clip: "3.48", "clip+omega": "3.36" },
	pianomidi: { none: "7.56", clip: "7.53", "clip+omega": "7.46" },
	musedata: { none: "7.11", clip: "7.00", "clip+omega": "6.97" },
};
const publishedOf = (name: string) => PUBLISHED[name.toLowerCase().replace(/[^a-z]|\bde\b/g, "")];

function options(method: Method, seed: number, mode: Mode) {
	const hidden = mode === "full" ? 300 : 60;
	return {
		...{ cell: "rnn", variant: "sigmoid", hidden, layers: 1, init: "normal:0.01", length: "200", batch: 1, seed },
		...{ optimizer: "sgd", lr: 1, ...METHODS[method] },
	};
}

export type Run = { set: string; method: Method; seed: number; result: MusicRunResult };

export const musicNotes: Reproduction = {
	name: "music",
	title: { en: "Predicting the next notes", ko: "다음에 울릴 음의 예측" },
	shows: {
		en: "Pascanu et al. 2013: clipping lowers the test error on polyphonic music, and Omega does not raise it again (--data DIR)",
		ko: "Pascanu 등(2013): 클리핑이 다성 음악의 테스트 오차를 낮추고, Omega를 더해도 다시 높아지지 않음(--data DIR)",
	},
	seeds: { quick: 1, full: 1 },
	needsData: true,
	revision: 1,
	async run({ mode, seeds, data, jobs }) {
		const tried = findSongs(data).flatMap(({ path, sha256 }) => {
			const set = parseMusic(readSongs(path)).name;
			return seeds.flatMap((seed) => NAMES.map((method) => ({ set, method, seed, path, sha256 })));
		});
		const pieces = tried.map(({ set, method, seed, path, sha256 }) => {
			const epochs = mode === "full" ? 50 : 4;
			const request: MusicRunRequest = { path, sha256, options: options(method, seed, mode), epochs };
			const name = `${set}-${method}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
			return { key: `${name}-seed-${seed}-${sha256.slice(0, 8)}`, weight: epochs, job: "music-run", request };
		});
		const results = (await jobs(pieces)) as MusicRunResult[];
		const runs = results.map((result, n) => ({ ...tried[n]!, result }));
		const sets = [...new Set(runs.map(({ set }) => set))];
		return { rows: sets.flatMap((set) => rowsOf(set, runs)), figures: (lang) => [curves(sets, runs, lang)] };
	},
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One row per method, and the comparisons between methods in the two digits that the paper prints. */
export function rowsOf(set: string, runs: readonly Run[]): Row[] {
	const of = (method: Method) => runs.filter((run) => run.set === set && run.method === method);
	/** Infinity if values became NaN or infinite before the first epoch ended. */
	const error = (method: Method) =>
		Number(mean(of(method).map(({ result }) => result.test ?? Number.POSITIVE_INFINITY)).toFixed(2));
	const told = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : "-");
	const published = publishedOf(set);
	const rows = NAMES.map((method): Row => {
		const runsOf = of(method).map(({ result }) => result);
		const train = told(mean(runsOf.map(({ train }) => train ?? Number.POSITIVE_INFINITY)));
		const at = runsOf.map(({ bestAt }) => bestAt).join(", ");
		const diverged = runsOf.filter((result) => result.diverged).length;
		return {
			what: { en: `${set}, ${method}: test error, nats per step`, ko: `${set}, ${method}: 테스트 오차(스텝당 nats)` },
			published: published?.[method] ?? null,
			ours: told(error(method)),
			holds: true,
			asserted: [],
			note: {
				en: `training ${train}; best at epoch ${at}; diverged: ${diverged}`,
				ko: `학습 오차 ${train}, 최저 에폭 ${at}, 발산 ${diverged}번`,
			},
		};
	});
	const compared = (what: Row["what"], better: Method, worse: Method, strict: boolean): Row => ({
		...{ what, published: { en: "yes", ko: "예" }, ours: `${told(error(better))} / ${told(error(worse))}` },
		holds: strict ? error(better) < error(worse) : error(better) <= error(worse),
		asserted: ["full"],
	});
	return [
		...rows,
		compared(
			{ en: `${set}: clipping better than none`, ko: `${set}: 클리핑이 없을 때보다 나음` },
			"clip",
			"none",
			true,
		),
		compared(
			{ en: `${set}: Omega no worse than clipping alone`, ko: `${set}: Omega가 클리핑만 쓸 때보다 나쁘지 않음` },
			"clip+omega",
			"clip",
			false,
		),
	];
}

const WORDS = {
	en: {
		title: "Validation error by epoch",
		description: "Mean loss per step on the validation songs in nats after each epoch, one line per method and seed.",
		epoch: "epoch",
	},
	ko: {
		title: "에폭별 검증 오차",
		description: "에폭마다 검증 곡에서 잰 스텝당 평균 손실(nats)입니다. 방법과 시드마다 선이 하나입니다.",
		epoch: "에폭",
	},
} as const satisfies Record<Lang, Record<string, string>>;

function curves(sets: readonly string[], runs: readonly Run[], lang: Lang): Figure {
	const words = WORDS[lang];
	const colours = ramp(NAMES.length);
	return {
		name: "validation",
		title: words.title,
		description: words.description,
		size: [300, 260],
		panels: sets.map((set) => {
			const of = runs.filter((run) => run.set === set && run.result.curve.length > 0);
			const values = of.flatMap(({ result }) => result.curve).filter((value) => Number.isFinite(value));
			const low = Math.floor(2 * Math.min(...values)) / 2;
			const shown = values.sort((a, b) => a - b)[Math.floor(0.9 * values.length)] ?? low + 1;
			return {
				title: set,
				x: { name: words.epoch, min: 0, max: Math.max(1, ...of.map(({ result }) => result.curve.length)) },
				y: {
					name: FIGURE_WORDS[lang].natsPerStep,
					min: low,
					max: Math.max(low + 1, Math.ceil(2 * shown) / 2),
					step: 0.5,
				},
				marks: of.map(({ method, result }) => ({
					...{ kind: "line", name: method, colour: colours[NAMES.indexOf(method)]!, width: 1.6 },
					points: result.curve.map((error, n): Point => [n + 1, error]),
				})),
			};
		}),
	};
}
