/**
 * The network that the instruments show: that of this page's training, or a run of the server's. The address names it:
 * `run` is a run's id (absent: this page's training), `cp` its checkpoint (best, last or an update), `part` the part of the text.
 */
import type { PartName } from "../../../src/data/corpus.ts";
import { RUN_ID, type Words } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { RefusedError } from "../live/client.ts";
import { client } from "../live/session.ts";
import { address, setAddress } from "../shell/location.ts";
import { newestOfPage, shown, stateOfPage } from "../train/trainState.ts";
import type { ModelBytes, ModelFacts } from "../worker/instrument/open.ts";
import { Instrument, InstrumentError } from "./instrument.ts";

export interface ModelName {
	/** Id of a run of the server's; null for this page's training. */
	run: string | null;
	checkpoint: "best" | "last" | number;
	part: PartName;
}

/** "missing": this page has trained no network yet. "noText": what it trains on is no text. */
export type ModelPhase = "opening" | "open" | "missing" | "noText" | "failed";

export interface ShownModel {
	phase: ModelPhase;
	name: ModelName;
	/** Name of the run; null for this page's training. */
	title: string | null;
	/** Updates behind the weights; null if only the server knows. */
	step: number | null;
	/** Symbols of the whole part, of which the network's text may be the first ones; null before it is open. */
	textSymbols: number | null;
	facts: ModelFacts | null;
	failure: Words | null;
}

/** Views whose address names a network. */
const OF_MODELS = new Set(["text", "cell", "lab"]);
const PARTS = new Set(["train", "valid", "test"]);

export const shownModel = createStore<ShownModel>({
	...{
		phase: "opening",
		name: nameOf(address.get().more),
		title: null,
		step: null,
		textSymbols: null,
		facts: null,
		failure: null,
	},
});

/** Answers at once: what the reader points at and drags. */
export const instrument = new Instrument();
/** For work of seconds, so that it keeps nobody waiting; made when it is first asked. */
let background: Instrument | undefined;
let bytes: ModelBytes | undefined;
let opens = 0;
let watching = false;

/** An instrument with the same network for long work. */
export async function inBackground(): Promise<Instrument> {
	if (background) return background;
	background = new Instrument();
	await background.ask("open", bytes!);
	return background;
}

export function nameOf({ run, cp = "best", part = "valid" }: Readonly<Record<string, string>>): ModelName {
	const checkpoint = cp === "best" || cp === "last" ? cp : /^\d{1,15}$/.test(cp) ? Number(cp) : "best";
	const known = run !== undefined && RUN_ID.test(run) ? run : null;
	return { run: known, checkpoint, part: PARTS.has(part) ? (part as PartName) : "valid" };
}

/** Opens what the address names, now and whenever it changes. */
export function watchModel(): void {
	void follow();
	if (watching) return;
	watching = true;
	address.subscribe(() => void follow());
	shown.subscribe(() => void whenTrained());
}

/** Shows another network or part. The words of the view itself, such as a chosen unit, stay. */
export function chooseModel(change: Partial<ModelName>): void {
	const now = address.get();
	const { run, checkpoint, part } = { ...nameOf(now.more), ...change };
	const { run: _, cp: __, part: ___, claim: ____, ...more } = now.more; // a claim is about one network
	const words = {
		...more,
		...(run !== null && { run }),
		...(checkpoint !== "best" && run !== null && { cp: String(checkpoint) }),
		...(part !== "valid" && { part }),
	};
	setAddress({ ...now, more: words }, "push");
}

/** Opens the newest state of this page's training, or the chosen run, again. */
export function openAgain(): void {
	void open(nameOf(address.get().more));
}

async function follow(): Promise<void> {
	const { view, more } = address.get();
	if (!OF_MODELS.has(view)) return;
	const name = nameOf(more);
	const { phase, name: now } = shownModel.get();
	const same = JSON.stringify(name) === JSON.stringify(now);
	if (same && (phase === "open" || opens > 0)) return;
	await open(name);
}

/** The page's training may have its first state only after the view was opened. */
function whenTrained(): void {
	const run = shown.get();
	const end = run.numbers.subscribe(() => {
		const { phase, name } = shownModel.get();
		if (phase !== "missing" || name.run !== null || shown.get() !== run) return end();
		if (newestOfPage()) void open(name);
	});
}

async function open(name: ModelName): Promise<void> {
	const mine = ++opens;
	const put = (some: Partial<ShownModel>) => {
		if (mine === opens) shownModel.set((now) => ({ ...now, ...some }));
	};
	put({ phase: "opening", name, failure: null });
	try {
		const found = name.run === null ? await ofPage(name.part) : await ofServer(name.run, name);
		if (mine !== opens) return;
		if (!found) {
			put({ phase: newestOfPage() ? "noText" : "missing", title: null, step: null, facts: null });
			whenTrained();
			return;
		}
		bytes = found.bytes;
		background?.close();
		background = undefined;
		const facts = await instrument.ask("open", bytes);
		put({ phase: "open", facts, title: found.title, step: found.step, textSymbols: found.symbols ?? facts.symbols });
	} catch (error) {
		put({ phase: "failed", failure: wordsOf(error), facts: null });
	}
}

export interface Found {
	bytes: ModelBytes;
	title: string | null;
	step: number | null;
	/** Symbols of the whole part, if the text is a beginning of it. */
	symbols?: number;
}

/** The network of the page's own training, as a worker opens it. @param at an earlier state that is kept */
export async function ofPage(part: PartName, at?: number): Promise<Found | undefined> {
	const newest = stateOfPage(at);
	if (!newest) return undefined;
	const { step, snapshot, order } = newest;
	if (!("text" in order.data)) return undefined;
	const tensors = snapshot.tensors.filter(({ name }) => !/^(optimizer|state)\./.test(name));
	const { text, unit, split } = order.data;
	const data = { text, ...(unit !== undefined && { unit }), ...(split !== undefined && { split }) };
	return { bytes: { from: "training", ...data, part, options: order.options, tensors }, title: null, step };
}

async function ofServer(id: string, { checkpoint, part }: ModelName): Promise<Found> {
	const { name, best } = await client.run(id);
	const { blob } = await client.weights(id, checkpoint);
	const { ids, symbols } = await client.symbols(id, part);
	const step = typeof checkpoint === "number" ? checkpoint : checkpoint === "best" ? (best?.step ?? null) : null;
	return { bytes: { from: "file", bytes: await blob.arrayBuffer(), text: ids }, title: name, step, symbols };
}

function wordsOf(error: unknown): Words {
	if (error instanceof InstrumentError) return error.words;
	if (error instanceof RefusedError) return error.refused.message;
	const message = error instanceof Error ? error.message : String(error);
	return { en: message, ko: message };
}
