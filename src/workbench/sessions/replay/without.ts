/**
 * Had it never read this: a run computed again without a passage of its text, and what differs.
 *
 *     const { before, after } = await replayWithout({ run: "book-lstm-1", without: "The code is 7391." });
 *
 * Wherever the training part holds the passage, other symbols of the same number are read (src/data/passage.ts). All other
 * symbols keep their places, so every other batch, the order, the random streams and the learning rates are those of the
 * run. The updates before the first one that reads the passage are the run's own; those from there on are computed again.
 */
import type { PassageRemoval } from "../../../data/passage.ts";
import { findPassage, passageIds, updatesReading } from "../../../data/passage.ts";
import { fail } from "../../../errors/index.ts";
import { checkOption, checkRequest, checkWhole } from "../../../errors/request.ts";
import type { Engine, EngineName } from "../../../kernels/kernels.ts";
import { Replayer } from "../../../training/replay/replayer.ts";
import type { LogLine, StepLine } from "../../../training/run/logLines.ts";
import type { Snapshot } from "../../../training/snapshot.ts";
import { updatesOf } from "../../../training/text/readings.ts";
import { TextSubject } from "../../../training/text/textSubject.ts";
import { sha256 } from "../../disk/sha256.ts";
import { stopwatch } from "../../machine/clock.ts";
import { ENGINE_KEYS, engineOfRun, openEngine } from "../../machine/engines.ts";
import type { TextConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { checkFree } from "../../runs/runStore.ts";
import { type Opened, openOnText } from "../openings.ts";
import { storedText } from "../resume.ts";
import { hostOf } from "../runKeeper.ts";
import { type OpenedReplay, type OpenReplayRequest, openReplaying } from "./openReplay.ts";
import { passageOf } from "./passageFile.ts";
import { givenOf, type PassageReading, passageReading } from "./passageReading.ts";
import type { ReplayHooks } from "./replay.ts";
import { saveWithout } from "./saveWithout.ts";

export interface ReplayWithoutRequest extends Omit<OpenReplayRequest, "task"> {
	/** The passage, or the path of a file that holds it; a final line break of the file does not count. */
	without: string;
	/** Text of as many symbols that is read there, or the path of a file. Default: stretches of the training part, drawn. */
	with?: string;
	/** Seed of the stretches. Range: 0 to 4294967295. Default: 1. */
	seed?: number;
	/** Name or folder of a new run that is saved; it must not exist (E_RUN_EXISTS). Default: nothing is saved. */
	as?: string;
}

/** A network of the comparison. */
export interface WithoutReading extends PassageReading {
	/** Loss on the validation part, in nats per symbol, on at most its first 131072; null if it has none. */
	validNats: number | null;
	/** SHA-256 of the weights' bytes, in hex. */
	weightsSha256: string;
}

/** A run computed again without a passage, compared with the run. */
export interface ReplayedWithout {
	/** Name of the run. */
	run: string;
	/** The passage. */
	without: string;
	/** Text that was read there; null: drawn by `seed`. */
	with: string | null;
	/** Seed of the drawn stretches. */
	seed: number;
	/** Symbols of the passage. */
	symbols: number;
	/** Places of the passage in the training part. */
	places: number;
	/** First update that reads the passage: those from there on were computed again. */
	first: number;
	/** Last update of the run. */
	last: number;
	/** Updates that read the passage. */
	updates: number;
	/** Beginning of the passage, which the networks continue. */
	given: string;
	/** Rest of the passage. */
	rest: string;
	/** The run as it is. */
	before: WithoutReading;
	/** The run without the passage. */
	after: WithoutReading;
	/** The new run; null if none was asked for. */
	saved: { run: string; folder: string } | null;
	/** Engine that computed it. */
	engine: EngineName;
	/** Engine build that computed it. */
	build: string;
	/** Engine build that trained the run. */
	runBuild: string;
	/** Time that the call took, in seconds. */
	seconds: number;
}

const KEYS = ["run", "runs", "without", "with", "seed", "as", ...ENGINE_KEYS] as const;
/** Symbols of the validation part, at most. */
const MOST_VALID = 1 << 17;

/**
 * Computes a run again as if it had never read a passage. The run itself is not changed.
 * @throws E_WITHOUT, E_REPLAY, E_OPTION; E_FILE_CHANGED if the text is another; the signal's reason if it aborts.
 */
export async function replayWithout(request: ReplayWithoutRequest, hooks: ReplayHooks = {}): Promise<ReplayedWithout> {
	checkRequest(request, "replayWithout()", KEYS);
	const { without, with: given, seed = 1, as, runs = DEFAULT_RUNS, ...asked } = request;
	for (const [name, value] of Object.entries({ without, ...(given !== undefined && { with: given }) }))
		checkOption(name, value, typeof value === "string", { reason: "type", types: ["text"] }, "replay");
	checkWhole("seed", seed, { min: 0, max: 2 ** 32 - 1 }, "replay");
	if (as !== undefined) checkFree(as, runs);
	const seconds = stopwatch();
	const passage = passageOf(without);
	const removal = { passage, seed, ...(given !== undefined && { with: passageOf(given) }) };
	const origin = await openReplaying({ ...asked, runs }, hooks);
	try {
		const found = await look(origin, removal);
		await origin.replayer.weightsAt(origin.last, hooks);
		const before = await read(origin.subject as TextSubject, found);
		const state = await origin.replayer.stateAt(found.first - 1, hooks);
		const validates = as !== undefined;
		const again = { removal, state, request, validates };
		const end = await againFrom(origin, again, hooks, async (subject, last, validations) => {
			hooks.signal?.throwIfAborted(); // the last updates may have been one stretch
			const after = await read(subject, found);
			const saved = validates ? saveWithout(origin, { as, runs, removal, state, last, subject, validations }) : null;
			return { after, saved };
		});
		const { run, engine, vocabulary, last } = origin;
		const cut = givenOf(found.ids.length);
		return {
			...{ run: run.name, without: passage, with: removal.with ?? null, seed },
			...{ symbols: found.ids.length, places: found.places, first: found.first, last, updates: found.updates },
			given: vocabulary!.decode(found.ids.subarray(0, cut)),
			rest: vocabulary!.decode(found.ids.subarray(cut)),
			...{ before, ...end },
			...{ engine: engine.name, build: engine.build, runBuild: run.config.build, seconds: seconds() },
		};
	} finally {
		await origin.close();
	}
}

interface Found {
	ids: Int32Array;
	/** First place in the training part. */
	at: number;
	places: number;
	/** First update that reads the passage, and number of those that do. */
	first: number;
	updates: number;
}

/** Where the run reads the passage. @throws E_WITHOUT. */
async function look({ run, subject, last, replayer }: OpenedReplay, { passage: text }: PassageRemoval): Promise<Found> {
	if (run.config.data || !(subject instanceof TextSubject)) throw fail("E_WITHOUT", { why: { reason: "task" } });
	const { vocabulary } = subject.corpus;
	const ids = passageIds(vocabulary, text);
	const places = await findPassage(subject.trained, ids);
	if (places.length === 0) throw fail("E_WITHOUT", { why: { reason: "absent", text } });
	const { ramps, options } = subject.trainer;
	const { batch, k1 } = options;
	const n = Math.floor((subject.trained.symbols - 1) / batch);
	const unread = () => fail("E_WITHOUT", { why: { reason: "unread", text, updates: last } });
	if (subject.work) {
		const spans = places.map((at) => ({ at, ids }));
		const all = updatesOf(ramps, { places: spans, n, last, share: (update) => replayer.history.share(update) });
		if (all.length === 0) throw unread();
		return { ids, at: places[0]!, places: places.length, first: all[0]!, updates: all.length };
	}
	const each = Math.floor(n / k1); // updates of an epoch
	const inEpoch = updatesReading(
		places.map((at) => ({ at, ids })),
		{ lanes: batch, n, k1 },
	);
	const updates = inEpoch.reduce((sum, u) => sum + (u < last ? Math.ceil((last - u) / each) : 0), 0);
	if (updates === 0) throw unread();
	return { ids, at: places[0]!, places: places.length, first: inEpoch[0]! + 1, updates };
}

/** What a subject makes of the passage, and of the validation part. */
async function read(subject: TextSubject, found: Found): Promise<WithoutReading> {
	const { corpus, engine, evaluated, weights } = subject;
	const { train: part, valid } = corpus.parts;
	const { ids, at } = found;
	const reading = await passageReading(engine, evaluated, { part, at, ids, vocabulary: corpus.vocabulary });
	const size = Math.min(valid.symbols - 1, MOST_VALID);
	const validNats = subject.validation.available > 0 ? (await subject.evaluate({ size })).loss : null;
	return { ...reading, validNats, weightsSha256: sha256(weights.flat) };
}

/** The validations that a run made after `from` updates, up to `last`. */
function validationsOf(lines: readonly LogLine[], from: number, last: number) {
	const of = ({ step, validLossNats, validatedSymbols }: LogLine) =>
		typeof validLossNats === "number" && typeof validatedSymbols === "number" && Number(step) > from;
	return lines.filter((line) => of(line) && Number(line.step) <= last) as (StepLine & { validatedSymbols: number })[];
}

interface Again {
	removal: PassageRemoval;
	/** The run's state before the first update that reads the passage. */
	state: Snapshot;
	request: ReplayWithoutRequest;
	/** Whether it validates where the run did. */
	validates: boolean;
}

/** Makes the updates from `state` to the run's last one without the passage, then calls `use` with their end. */
async function againFrom<T>(
	{ run, historyOf, last }: OpenedReplay,
	{ removal, state, request, validates }: Again,
	hooks: ReplayHooks,
	use: (subject: TextSubject, end: Snapshot, validations: StepLine[]) => Promise<T>,
): Promise<T> {
	const config = run.config as TextConfig;
	const engine: Engine = openEngine(engineOfRun(request, config));
	let opened: Opened | undefined;
	try {
		const text = { ...storedText(run, config), without: [...(config.without ?? []), removal] };
		const opening = { onEvent: () => {}, signal: hooks.signal, fresh: false };
		opened = await openOnText(engine, text, config.options, opening);
		const subject = opened.subject as TextSubject;
		const step = Number(state.state.step);
		const source = {
			nearest: (most: number, above: number) => (step <= most && step > above ? { step, snapshot: state } : undefined),
			start: () => opened!.start(),
		};
		const again = new Replayer(subject, historyOf(subject), source, hostOf(opened));
		const validations: StepLine[] = [];
		for (const line of validates ? validationsOf(run.readMetrics(), step, last) : []) {
			await again.weightsAt(line.step, hooks);
			const { loss, scored } = await subject.evaluate({ size: line.validatedSymbols });
			validations.push({ ...line, validLossNats: loss, validatedSymbols: scored });
		}
		const end = await again.stateAt(last, hooks);
		return await use(subject, end, validations);
	} finally {
		engine.close();
		await opened?.close();
	}
}
