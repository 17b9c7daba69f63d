/** Opens the data that a run names and builds a model for it, ready to train: for a new run and for a resumed one. */
import type { Corpus, Part } from "../../data/corpus.ts";
import { type PassageRemoval, patched, replacedSpans } from "../../data/passage.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { fail, type SluiceError } from "../../errors/index.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { DiLoCo } from "../../training/diloco/diloco.ts";
import { EchoSubject } from "../../training/echo/echoSubject.ts";
import { EchoTrainer } from "../../training/echo/echoTrainer.ts";
import { parseEchoOptions } from "../../training/echo/parseEchoOptions.ts";
import type { GivenOptions, TaskTrainOptions, TrainOptions } from "../../training/options/options.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import { answerOfFirst } from "../../training/pairs/answerOfFirst.ts";
import type { Ranks } from "../../training/ranks/ranks.ts";
import type { TrainEvent } from "../../training/run/events.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { GradientSubject } from "../../training/subject.ts";
import { type TaskData, TaskSubject } from "../../training/task/taskSubject.ts";
import { type TaskShape, TaskTrainer } from "../../training/task/taskTrainer.ts";
import { TextSubject } from "../../training/text/textSubject.ts";
import { Trainer } from "../../training/trainer.ts";
import { type DataSpec, type OpenData, openData, titleOf } from "../datasets/dataSpec.ts";
import { pairsCommand } from "../datasets/firstRecords.ts";
import { numberColumn } from "../datasets/seriesData.ts";
import { checkSymbols, corpusName, openTexts, sameText, scan } from "../datasets/texts.ts";
import { stopwatch } from "../machine/clock.ts";
import { inTurns } from "../machine/turns.ts";
import type { EchoConfig, TaskConfig, TextConfig } from "../runs/config.ts";
import type { Fingerprint, TextSource } from "../sources/files.ts";
import { checkEchoSize } from "./echoSize.ts";

type OnEvent = (event: TrainEvent) => void;

export interface Opened {
	subject: GradientSubject;
	/** Description of the data and the options, saved with the run. */
	config:
		| Pick<TextConfig, "texts" | "unit" | "split" | "lossy" | "encoding" | "fingerprint" | "without" | "options">
		| Pick<TaskConfig, "data" | "shape" | "options">;
	/** Vocabulary of a text. */
	vocabulary?: Vocabulary;
	/** Base of the run's name. */
	name: string;
	/** Seconds since the data were available. */
	clock(): number;
	/** Draws the initial weights of a model that has made no update. */
	start(): Promise<void>;
	close(): Promise<void>;
}

interface Named {
	/** Absolute paths and names of the catalogue. */
	texts: string[];
	unit?: TextConfig["unit"];
	split: TextConfig["split"];
	lossy: boolean;
	encoding?: string | undefined;
	/** Fingerprint that the text must still have. */
	fingerprint?: Fingerprint;
	/** Vocabulary that is already known. */
	vocabulary?: Vocabulary;
	/** Passages that the network does not read in training. */
	without?: readonly PassageRemoval[] | undefined;
}

/** How a model gets its weights. */
interface Opening {
	onEvent: OnEvent;
	/** False: its weights come from a checkpoint, so none are drawn. */
	fresh: boolean;
	/** Stops the drawing of the weights, before there is a run. */
	signal?: AbortSignal;
	/** Processes that train the model together. */
	ranks?: Ranks;
}

/** Draws the initial weights, which takes seconds from 2000 units on. @throws the signal's reason if it aborts. */
async function startModel(trainer: Trainer | TaskTrainer, { onEvent, fresh, signal }: Opening): Promise<void> {
	if (!fresh) return;
	const onProgress = (share: number) =>
		onEvent({ type: "fit", what: "start", done: Math.round(100 * share), total: 100 });
	await inTurns(trainer.start(), { onProgress, signal });
}

/** @throws E_RANKS if several processes are to train a model, and no option says how. */
function shared<O extends { shards?: number; syncEvery?: number }>(options: O, { ranks }: Opening): O {
	if (ranks && options.shards === undefined && options.syncEvery === undefined)
		throw fail("E_RANKS", { why: "noShards", ranks: ranks.size });
	return options;
}

export async function openOnText(
	engine: Engine,
	named: Named,
	options: TrainOptions,
	opening: Opening,
): Promise<Opened> {
	const { onEvent } = opening;
	const { texts, split, lossy, encoding, fingerprint, vocabulary, without } = named;
	const source = await openTexts(texts, onEvent, { encoding, unit: named.unit ?? vocabulary?.unit });
	try {
		if (fingerprint) sameText(source, { fingerprint, texts });
		const notice = fingerprint ? undefined : await noticeOn(source, texts[0]!);
		if (notice) onEvent({ type: "notice", notice });
		const clock = stopwatch();
		const corpus: Corpus = await scan(
			source,
			{ unit: named.unit ?? vocabulary?.unit, split, lossy, vocabulary },
			onEvent,
		);
		const { symbols, unknownSymbols, name } = corpus.parts.train;
		if (symbols > 0 && unknownSymbols === symbols) throw fail("E_CORPUS_UNKNOWN", { part: name, symbols });
		if (!vocabulary) checkSymbols(corpus);
		const trained = await withoutPassages(corpus, without);
		const trainer = new Trainer(engine, trained, corpus.vocabulary.size, shared(options, opening), false, {
			ranks: opening.ranks,
			diloco: DiLoCo,
		});
		await startModel(trainer, opening);
		return {
			subject: new TextSubject(trainer, corpus, trained),
			config: {
				...{ texts, unit: corpus.unit, split, lossy, fingerprint: source.fingerprint, options },
				...(encoding !== undefined && { encoding }),
				...(without && { without: [...without] }),
			},
			...{ vocabulary: corpus.vocabulary, name: corpusName(texts[0]!), clock, close: () => source.close() },
			start: () => startModel(trainer, { ...opening, fresh: true }),
		};
	} catch (error) {
		await source.close();
		throw error;
	}
}

/** What a text seems to be that is read as running text: pairs of questions and answers, or a table of numbers. */
async function noticeOn(source: TextSource, path: string): Promise<SluiceError | undefined> {
	const command = await pairsCommand(source, path);
	if (command !== undefined) return fail("E_TEXT_PAIRS", { path, command });
	const column = await numberColumn(source);
	return column === undefined ? undefined : fail("E_TEXT_SERIES", { path, column });
}

/** The training part as a network reads it. @throws E_WITHOUT. */
async function withoutPassages({ parts, vocabulary }: Corpus, removals: readonly PassageRemoval[] = []): Promise<Part> {
	let part = parts.train;
	for (const removal of removals) part = patched(part, await replacedSpans(part, vocabulary, removal));
	return part;
}

/** @param raw options; those that depend on the task are checked once it is open. */
export async function openOnTask(
	engine: Engine,
	spec: DataSpec,
	raw: Readonly<GivenOptions>,
	opening: Opening,
): Promise<Opened> {
	const data = await openData(spec, opening.onEvent);
	const { train } = data.parts;
	checkOwnLengths(data, raw.length, opening.onEvent);
	const options: TaskTrainOptions = parseTaskOptions(raw, train, "options");
	if (options.epochs !== undefined && !train.inOrder) {
		const why = { reason: "endless", data: titleOf(spec), use: ["steps", "minutes"] } as const;
		throw fail("E_OPTION", { option: "epochs", why, where: "options" });
	}
	const clock = stopwatch();
	const trainer = new TaskTrainer(engine, train, shared(options, opening), false, {
		...{ ranks: opening.ranks, diloco: DiLoCo },
	});
	await startModel(trainer, opening);
	const subject = new TaskSubject(trainer, dataOf(data));
	const config = { data: data.spec, shape: shapeOf(train), options };
	const start = () => startModel(trainer, { ...opening, fresh: true });
	return { subject, config, name: nameOf(spec), clock, start, close: async () => {} };
}

/** Labelled sequences and pairs have their own lengths. Labels that the training part lacks are reported. */
function checkOwnLengths({ labelled, pairs, parts }: OpenData, length: unknown, onEvent: OnEvent): void {
	if (!labelled && !pairs) return;
	if (labelled?.notice) onEvent({ type: "notice", notice: labelled.notice });
	if (length === undefined || length === [...new Set(parts.train.lengths.default)].join("..")) return;
	const why = { reason: "onlyFor", kinds: ["task", "series"], not: pairs ? "pairs" : "labelled" } as const;
	throw fail("E_OPTION", { option: "length", why, where: "options" });
}

/** The data in the form that a subject needs. */
function dataOf({ spec, parts, series, labelled, pairs }: OpenData): TaskData {
	const { valid } = parts;
	const ofPairs = pairs && {
		...{ pairs: true as const, answer: pairs.parts.valid && answerOfFirst(pairs.parts.valid) },
		pairCounts: {
			...{ train: pairs.parts.train.members.length, valid: pairs.parts.valid?.members.length ?? 0 },
			test: pairs.parts.test?.members.length ?? 0,
		},
	};
	return { title: titleOf(spec), valid, series, labelled: labelled?.parts.valid, ...ofPairs };
}

export interface OpenedEcho extends Pick<Opened, "name" | "clock"> {
	subject: EchoSubject;
	config: Pick<EchoConfig, "data" | "shape" | "options">;
}

/**
 * @param kept checkpoint to continue from.
 * @throws the signal's reason if it aborts while a reservoir is drawn, before there is a run.
 */
export async function openEcho(
	engine: Engine,
	spec: DataSpec,
	raw: Readonly<GivenOptions>,
	onEvent: OnEvent,
	{ kept, signal }: { kept?: Snapshot; signal?: AbortSignal } = {},
): Promise<OpenedEcho> {
	if (spec.kind === "pairs") {
		const why = { reason: "onlyFor", kinds: ["task", "series", "labelled"], not: "pairs", value: "esn" } as const;
		throw fail("E_OPTION", { option: "cell", why, where: "options" });
	}
	const data = await openData(spec, onEvent);
	const { train } = data.parts;
	checkOwnLengths(data, raw.length, onEvent);
	const options = parseEchoOptions(raw, train, "options");
	const clock = stopwatch();
	const onProgress = (share: number) =>
		onEvent({ type: "fit", what: "draw", done: Math.round(100 * share), total: 100 });
	checkEchoSize(options, train);
	const start = kept ? undefined : await inTurns(EchoTrainer.drawn(train, options), { onProgress, signal });
	const trainer = new EchoTrainer(engine, train, options, kept, start);
	return {
		subject: new EchoSubject(trainer, dataOf(data)),
		config: { data: data.spec, shape: shapeOf(train), options },
		name: nameOf(spec),
		clock,
	};
}

export function shapeOf({ inputs, outputs, input, head }: Task): TaskShape {
	return { inputs, outputs, input, head };
}

/** Base of a run's name. */
export function nameOf(spec: DataSpec): string {
	return "file" in spec ? corpusName(spec.file) : spec.name;
}
