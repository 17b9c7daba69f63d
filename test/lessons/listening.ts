/** The numbers of lesson 9: how likely each of five answers is after each of five questions, while a network learns to listen. */
import { EncoderDecoder } from "../../src/cells/encoderDecoder/encoderDecoder.ts";
import type { AttentionName, ModelSpec } from "../../src/cells/layout.ts";
import { Weights } from "../../src/cells/weights.ts";
import { learnPairs } from "../../src/data/pairs/learnedPairs.ts";
import { pairRecord } from "../../src/data/pairs/pairRecord.ts";
import { pairSet } from "../../src/data/pairs/pairSet.ts";
import { pairTask } from "../../src/data/pairs/pairTask.ts";
import { reversal } from "../../src/data/tasks/pairs.ts";
import { pairLags } from "../../src/diagnosis/pairLags.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { attentionReference } from "../../src/kernels/reference/attention.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { startWeights } from "../../src/remedies/starts.ts";
import { parseTaskOptions } from "../../src/training/options/taskOptions.ts";
import { languageReply } from "../../src/training/pairs/languageReply.ts";
import { TaskTrainer } from "../../src/training/task/taskTrainer.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";

/** What page/studio/stored/listening.json holds. */
export interface Listening {
	updates: number[];
	en: Asked;
	ko: Asked;
	/** log10 |dL/dh| at the 40 symbols of a question, last first, relative to the last: of an untrained LSTM of 6 units. */
	paths: { state: number[]; attention: number[] };
}
interface Asked {
	questions: string[];
	answers: string[];
	/** -ln p(answer | question) in nats: at each of the updates a row for each question, a column for each answer. */
	nats: number[][][];
}

const UPDATES = Array.from({ length: 33 }, (_, n) => 25 * n);
const WORDS = {
	en: {
		colours: ["red", "blue", "green", "white", "black"],
		ask: (c: string, n: number) => `${n} ${c}?`,
		say: (c: string) => `I like ${c}.`,
		seed: 2,
	},
	ko: {
		colours: ["빨강", "파랑", "노랑", "하양", "검정"],
		ask: (c: string, n: number) => `${n} ${c}?`,
		say: (c: string) => `저는 ${c}이 좋아요.`,
		seed: 1,
	},
} as const;

/** Trains a GRU of 24 units on 300 pairs, on the plain WebAssembly engine, and asks it at the updates. */
function asked(lang: "en" | "ko"): Asked {
	const { colours, ask, say, seed } = WORDS[lang];
	const records = Array.from({ length: 300 }, (_, n) => {
		const fields = new Map(Object.entries({ Q: ask(colours[n % 5]!, Math.floor(n / 5)), A: say(colours[n % 5]!) }));
		return pairRecord("colours", n + 2, fields, { question: "Q", answer: "A" }, "jamo");
	});
	const set = pairSet(
		"colours",
		learnPairs("jamo", records, () => true),
		records,
	);
	const engine = openEngine({ engine: "wasm-plain" });
	try {
		const task = pairTask(set);
		const raw = { cell: "gru", hidden: 24, batch: 10, steps: 800, lr: 0.02, seed } as const;
		const trainer = new TaskTrainer(engine, task, parseTaskOptions(raw, task));
		const model = languageReply(engine, trainer.weights, set);
		const [questions, answers] = [colours.map((c) => ask(c, 60)), colours.map(say)];
		const pairs = questions.flatMap((question) =>
			answers.map((answer) => ({ question: set.vocabulary.encode(question), answer: set.vocabulary.encode(answer) })),
		);
		const nats: number[][][] = [];
		for (let update = 0; update <= UPDATES.at(-1)!; update++) {
			if (UPDATES.includes(update)) {
				const all = Array.from(model.answerNats(pairs), (value) => Math.round(100 * value) / 100);
				nats.push(questions.map((_, i) => all.slice(5 * i, 5 * i + 5)));
			}
			if (update < UPDATES.at(-1)!) trainer.update(update / UPDATES.at(-1)!);
		}
		return { questions, answers, nats };
	} finally {
		engine.close();
	}
}

/** log10 |dL/dh| of the way through the last state, and of that through dot attention, over 40 reversed symbols. */
export function paths(): { state: number[]; attention: number[] } {
	const { throughState, throughAttention } = measured("dot");
	const relative = (log10: readonly number[]) => log10.map((value) => Math.round(100 * (value - log10[0]!)) / 100);
	return { state: relative(throughState), attention: relative(throughAttention) };
}

function measured(attention: AttentionName) {
	const engine = createReference(undefined, attentionReference);
	const spec: ModelSpec = {
		...{ cell: "lstm", variant: "forget", symbols: 9, outputs: 8, hidden: 6, layers: 1, dropout: 0, attention },
	};
	const weights = new Weights(engine, spec);
	startWeights(weights, "default", 0, new RandomStream(1, "weights"));
	const window = new EncoderDecoder(engine, weights, { steps: 80, lanes: 4 });
	const batch = reversal().draw(new RandomStream(2, "task"), { batch: 4, length: 40 });
	window.ids.set(batch.ids!);
	window.targets.set(batch.targets!);
	window.questions.set(batch.questions!);
	return pairLags(window);
}

export const listening = (): Listening => ({ updates: UPDATES, en: asked("en"), ko: asked("ko"), paths: paths() });
