/**
 * One sequence of an encoder-decoder: a drawn one of a task, or a pair of a file. What was asked and answered, where attention
 * looked, and how far back the gradient of the last answer reaches by each way.
 */
import { join } from "node:path";
import { EncoderDecoder } from "../../../cells/encoderDecoder/encoderDecoder.ts";
import { type AttentionName, outputsOf } from "../../../cells/layout.ts";
import { Weights } from "../../../cells/weights.ts";
import { charactersOf } from "../../../data/pairs/characterSymbols.ts";
import type { PairTask } from "../../../data/pairs/pairTask.ts";
import type { TaskBatch } from "../../../data/tasks/task.ts";
import { Vocabulary } from "../../../data/vocabulary.ts";
import { type PairLags, pairLags } from "../../../diagnosis/pairLags.ts";
import { fail } from "../../../errors/index.ts";
import { checkWhole } from "../../../errors/request.ts";
import type { Engine } from "../../../kernels/kernels.ts";
import { RandomStream } from "../../../kernels/random.ts";
import { parseLength } from "../../../training/options/taskOptions.ts";
import type { Snapshot } from "../../../training/snapshot.ts";
import { taskModel } from "../../../training/task/taskTrainer.ts";
import { attentionScene } from "../../../views/attentionFigure.ts";
import { sceneSvg } from "../../../views/scene.ts";
import { partOf } from "../../datasets/dataParts.ts";
import { type OpenData, openData } from "../../datasets/dataSpec.ts";
import type { OpenedPairsSpec } from "../../datasets/pairData.ts";
import type { TaskPart } from "../../datasets/taskData.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { openEngine } from "../../machine/engines.ts";
import type { ModelHooks } from "../../models/textModel.ts";
import { loadCheckpoint } from "../../models/textModel.ts";
import type { TaskConfig } from "../../runs/config.ts";
import type { Run } from "../../runs/runStore.ts";
import type { ExplainRequest } from "../stepRequest.ts";

/** A pair of a file in words. */
export interface PairWords {
	/** Part of the pairs. */
	part: TaskPart;
	/** Line of the file, from 1. */
	line: number;
	/** The question. */
	question: string;
	/** The answer. */
	answer: string;
	/** Names of the symbols of the question, of the answered steps and of what was predicted there; END is the end. */
	symbols: { question: string[]; answer: string[]; predicted: string[] };
}

/** One sequence of an encoder-decoder. */
export interface PairStepResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	trained: number;
	/** Index of the sequence, as asked for; of pairs, the index within the part. */
	step: number;
	/** The pair in words; null for a task. */
	pair: PairWords | null;
	/** Attention of the model. */
	attention: AttentionName;
	/** Symbols of the question, by number. */
	question: number[];
	/** Symbols that should be answered. */
	answer: number[];
	/** Most likely symbol of each answered step, given the actual symbols before. */
	predicted: number[];
	/** Whether all of them are right. */
	exact: boolean;
	/** Mean loss per answered symbol, in nats. */
	loss: number;
	/** Weights of attention: for each answered step one number per step of the question. Empty without attention. */
	weights: number[][];
	/**
	 * Size of dL/dh of the encoder as log10, by lag before the last answered step, where L is that step's loss; -Infinity is
	 * exactly 0. Whole, through attention alone and through the encoder's last state alone.
	 */
	gradient: Omit<PairLags, "gap">;
	/** File of the figure; null for none. */
	svg: string | null;
}

const NOT_HERE = ["layer", "ahead", "set", "why", "back", "texts", "lossy", "encoding"] as const;
const MOST = 1_000_000;
const WORDS = {
	en: { title: "Attention weights", rows: "answered", columns: "question", end: "END" },
	ko: { title: "어텐션 가중치", rows: "대답", columns: "질문", end: "끝" },
} as const;

/** Letters of the symbols, and the characters that they form. */
function pictureLabels({ data }: TaskConfig, { question, answer, symbols }: PairWords, ended: string) {
	const { learned } = data as OpenedPairsSpec; // as a run's config has it
	const vocabulary = Vocabulary.fromJSON(learned.vocabulary, "pairs");
	const letters = (labels: readonly string[]) => labels.map((label) => (label === "END" ? ended : letterOf(label)));
	const [rows, end] = [charactersOf(vocabulary, answer), { text: ended, symbols: 1 }];
	const known = rows.reduce((sum, row) => sum + row.symbols, 1) === symbols.answer.length; // no row is left out
	return {
		...{ question: letters(symbols.question), answer: letters(symbols.answer) },
		characters: { question: charactersOf(vocabulary, question), answer: known ? [...rows, end] : [] },
	};
}

/** "ㄱ-" and "-ㅏ" without their dashes; a blank is shown. */
const letterOf = (label: string) => (label === " " ? "\u2423" : label.replace(/^-(?=.)|(?<=.)-$/gu, ""));

/** Whether a run trained an encoder-decoder. */
export const isPairRun = (config: { options: object }): boolean =>
	(config.options as TaskConfig["options"]).model === "encoder-decoder";

/** @throws E_OPTION for an option that has no meaning here, and for `svg` without attention. */
export async function explainPair(
	run: Run<TaskConfig>,
	request: ExplainRequest,
	{ onNotice = () => {} }: ModelHooks,
): Promise<PairStepResult> {
	const { step, lang = "en" } = request;
	checkWhole("step", step, { min: 0, max: MOST }, "trace");
	const ofTask = run.config.data.kind === "pairs" ? [] : (["part"] as const);
	for (const option of [...NOT_HERE, ...ofTask]) {
		if (request[option] === undefined || (option === "layer" && request.layer === 0)) continue;
		const why = { reason: "together", with: "model" } as const;
		throw fail("E_OPTION", { option, why, where: "trace" });
	}
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "attention.svg");
	const { snapshot, step: trained } = loadCheckpoint(run, request.checkpoint ?? "best", onNotice);
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const found = await readPair(run.config, engine, snapshot, request);
		const { question, answer, weights, pair } = found;
		if (svg) {
			if (found.attention === "none") {
				const why = { reason: "needs", options: ["attention"] } as const;
				throw fail("E_OPTION", { option: "svg", why, where: "trace" });
			}
			const labels = pair
				? pictureLabels(run.config, pair, WORDS[lang].end)
				: { question: question.map(String), answer: answer.map(String) };
			const scene = attentionScene({ ...labels, weights, words: WORDS[lang] });
			replaceFile(realDisk, svg.parent, svg.name, Buffer.from(sceneSvg(scene)));
		}
		return { run: run.name, trained, step, ...found, svg: svg ? join(svg.parent, svg.name) : null };
	} finally {
		engine.close();
	}
}

/** Runs sequence number `step` both ways. */
async function readPair(
	{ data, options }: TaskConfig,
	engine: Engine,
	snapshot: Snapshot,
	{ step, part }: Pick<ExplainRequest, "step" | "part">,
): Promise<Omit<PairStepResult, "run" | "trained" | "step" | "svg">> {
	const opened = await openData(data);
	const { train: task } = opened.parts;
	const weights = Weights.of(engine, taskModel(options, task), snapshot.tensors);
	const asked = opened.pairs ? chosenPair(opened, step, part) : undefined;
	const [, length] = parseLength(options.length, "trace");
	const batch = asked?.batch ?? task.draw(new RandomStream(options.seed, `sequence ${step}`), { batch: 1, length });
	const window = new EncoderDecoder(engine, weights, { steps: batch.T, lanes: 1 });
	window.ids.set(batch.ids!);
	window.targets.set(batch.targets!);
	window.questions.set(batch.questions!);
	window.forward();
	const { lossNats, scored } = window.loss();
	const V = outputsOf(weights.spec);
	const answered = stepsOf(batch);
	const predicted = answered.map((t) => bestOf(window.logits.subarray(t * V, (t + 1) * V)));
	const answer = answered.map((t) => batch.targets![t]!);
	const { J } = window.cut;
	const question = [...batch.ids!.subarray(0, J)];
	const shares = window.attend?.weights;
	const rows = shares ? answered.map((t) => [...shares.subarray((t - J) * J, (t - J + 1) * J)]) : [];
	const { gap: _, ...gradient } = pairLags(window);
	return {
		...{ attention: weights.spec.attention!, question, answer, predicted },
		pair: asked ? asked.words({ question, answer, predicted }) : null,
		...{
			exact: answer.every((symbol, n) => symbol === predicted[n]),
			loss: lossNats / scored,
			weights: rows,
			gradient,
		},
	};
}

/** Pair number `step` of a part as a batch of one, and what puts it in words. @throws E_OPTION, E_SIZE. */
function chosenPair(opened: OpenData, step: number, part: TaskPart = "valid") {
	const task = partOf(opened, part) as PairTask;
	const { set, members } = task;
	const n = members[step];
	if (n === undefined) throw fail("E_SIZE", { what: "--step", got: step, min: 0, max: members.length - 1 });
	const { vocabulary, end, lines, questions, answers } = set;
	const named = (ids: readonly number[]) => ids.map((id) => (id === end ? "END" : vocabulary.label(id)));
	return {
		batch: task.inOrder(task.lengths.max).batch(step, 1),
		words: ({ question, answer, predicted }: Pick<PairStepResult, "question" | "answer" | "predicted">): PairWords => ({
			...{ part, line: lines[n]!, question: questions[n]!, answer: answers[n]! },
			symbols: { question: named(question), answer: named(answer), predicted: named(predicted) },
		}),
	};
}

/** Scored steps of a batch of one sequence. */
function stepsOf({ T, targets }: TaskBatch): number[] {
	return Array.from({ length: T }, (_, t) => t).filter((t) => targets![t]! >= 0);
}

function bestOf(logits: ArrayLike<number>): number {
	let best = 0;
	for (let v = 1; v < logits.length; v++) if (logits[v]! > logits[best]!) best = v;
	return best;
}
