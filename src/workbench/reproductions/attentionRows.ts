/** Rows of attention-path: gradients before training, then what training makes of the ways. */
import {
	hasAttention,
	type Measured,
	MODEL_NAMES,
	MODEL_WORDS,
	type Model,
	nameOf,
	type Size,
	TASKS,
	TRAINED,
	type TrainedRun,
} from "./attentionModels.ts";
import { BOTH, type Phrase, type Row } from "./reproduction.ts";
import { sizeWords } from "./wrecSeries.ts";

/** log10 of the gradient at the first symbol of the question against that at its last. */
const fallOf = (curve: readonly number[]) => curve.at(-1)! - curve[0]!;

/** One row per task and network: how the gradient changes over the question, by each of its ways. */
export function lagRows(measured: readonly Measured[], length: number): Row[] {
	return TASKS.flatMap((task) =>
		MODEL_NAMES.map((model): Row => {
			const runs = measured.filter((one) => one.task === task && one.model === model);
			const state = runs.map(({ lags }) => fallOf(lags.throughState));
			const attention = runs.map(({ lags }) => fallOf(lags.throughAttention));
			const falls = state.every((fall) => fall < 0);
			const steady = attention.every((fall) => fall >= 0);
			const through = hasAttention(model);
			const name = nameOf(task, model);
			const [byState, byAttention] = [sizeWords(mean(state)), sizeWords(mean(attention))];
			return {
				what: {
					en: `${name.en}: gradient at lag ${2 * length - 1} relative to lag ${length}, untrained`,
					ko: `${name.ko}: 시차 ${length} 대비 시차 ${2 * length - 1}의 기울기, 학습 전`,
				},
				published: null,
				ours: through
					? { en: `state ${byState}, attention ${byAttention}`, ko: `상태 ${byState}, 어텐션 ${byAttention}` }
					: { en: `state ${byState}`, ko: `상태 ${byState}` },
				holds: falls && (!through || steady),
				asserted: BOTH,
				note: {
					en: `asserted with every seed: through the state below 1${through ? ", through attention at least 1" : ""}; geometric mean over the seeds`,
					ko: `합격 기준(모든 시드): 상태 경로는 1 미만${through ? ", 어텐션 경로는 1 이상" : ""}. 시드들의 기하 평균`,
				},
			};
		}),
	);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

interface About {
	size: Size;
	updates: number;
	test: number;
}

/** Rows of the trained networks: how many solve the length, and the loss by length. */
export function trainedRows(runs: readonly TrainedRun[], { size, updates, test }: About): Row[] {
	const { length, lengths } = size;
	const models = TRAINED.models;
	const of = (model: Model) => runs.filter((run) => run.model === model).map(({ result }) => result);
	const solved = models.map((model): Row => {
		const results = of(model);
		const count = results.filter((result) => result.solved !== null).length;
		const at = results.map((result) => result.solved ?? "-").join(", ");
		const best = results.map(({ best }) => best).join(", ");
		const wanted = hasAttention(model) ? Math.ceil(0.8 * results.length) : 0;
		return {
			what: {
				en: `${MODEL_WORDS[model].en}: runs that solve length ${length}`,
				ko: `${MODEL_WORDS[model].ko}: 길이 ${length} 과제를 푼 실행`,
			},
			published: null,
			ours: `${count}/${results.length}`,
			holds: hasAttention(model) ? count >= wanted : count === 0,
			asserted: BOTH,
			note: {
				en: `solved: at most 1 % wrong of ${test}; after ${at} of ${updates} updates; lowest error rate ${best}`,
				ko: `푼 실행: ${test}개 중 오류율 1% 이하. 갱신 ${updates}회 중 ${at}회 뒤. 최저 오류율 ${best}`,
			},
		};
	});
	return [...solved, ...models.map((model) => lengthRow(model, of(model), lengths, updates))];
}

const digits = (value: number) => value.toFixed(3).replace(/^0/, "");

/** Loss of one model at the shortest and at the longest length. */
function lengthRow(
	model: Model,
	results: readonly TrainedRun["result"][],
	lengths: readonly number[],
	updates: number,
): Row {
	const losses = lengths.map((_, n) => mean(results.map(({ losses }) => losses[n]!)));
	const [short, long] = [losses[0]!, losses.at(-1)!];
	const [from, to] = [lengths[0]!, lengths.at(-1)!];
	const attends = hasAttention(model);
	return {
		what: {
			en: `${MODEL_WORDS[model].en}: loss at length ${from} / ${to}, nats per symbol`,
			ko: `${MODEL_WORDS[model].ko}: 길이 ${from} / ${to}의 손실(기호당 nats)`,
		},
		published: attends ? PUBLISHED_WITH : PUBLISHED_WITHOUT,
		ours: `${digits(short)} / ${digits(long)}`,
		holds: attends ? long < RISES : long - short > RISES,
		asserted: BOTH,
		note: {
			en: `mean over the seeds at lengths ${lengths.join(", ")}: ${losses.map(digits).join(", ")}; after at most ${updates} updates. ${COMPARABLE.en}`,
			ko: `길이 ${lengths.join(", ")}에서 시드들의 평균: ${losses.map(digits).join(", ")}. 갱신은 최대 ${updates}회. ${COMPARABLE.ko}`,
		},
	};
}

/** Nats per symbol: a loss that depends on the length rises by more, and one that does not stays below. */
const RISES = 0.1;

const PUBLISHED_WITHOUT: Phrase = { en: "gets worse with length; BLEU 17.82", ko: "길수록 나빠짐. BLEU 17.82" };
const PUBLISHED_WITH: Phrase = { en: "does not get worse; BLEU 26.75", ko: "나빠지지 않음. BLEU 26.75" };
const COMPARABLE: Phrase = {
	en: "Only the dependence on length is comparable: the paper translates English to French (figure 2, table 1), with 1000 units and an encoder in both directions",
	ko: "비교할 수 있는 것은 길이에 따른 변화뿐. 논문은 영어를 프랑스어로 번역하며(그림 2, 표 1) 유닛 1000개와 양방향 인코더를 씀",
};
