/**
 * The network that the instruments show: that of this page's training, or a run of the server's. The address names it:
 * `run` is a run's id (absent: this page's training), `cp` its checkpoint (best, last or an update), `part` the part of the text.
 * In the view Play also `net`: ko or c for a network that comes with the page, page for this page's training.
 */
import type { PartName } from "../../../src/data/corpus.ts";
import type { RunDetail } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { client, session } from "../live/session.ts";
import { address, setAddress } from "../shell/location.ts";
import { type Choice, DEFAULTS, isSeries, isTask, TEXTS } from "../train/choices.ts";
import type { LiveRun } from "../train/liveRun.ts";
import { readStoredModel, type StoredName } from "../train/storedModel.ts";
import { isStored } from "../train/storedRun.ts";
import { hasOwnText, textOf } from "../train/texts.ts";
import { newestOfPage, shown, stateOfPage } from "../train/trainState.ts";
import type { Asked, ModelBytes } from "../worker/instrument/open.ts";
import { DROPPED, droppedFile } from "./droppedFile.ts";
import { echoOfPage, echoOfServer, isEchoRun, reservoirOf } from "./echoFound.ts";
import { wordsOf } from "./failureWordsOf.ts";
import type { Found, FoundEcho } from "./found.ts";
import { Instrument } from "./instrument.ts";
import { type ModelName, nameOf } from "./modelName.ts";
import type { ShownModel } from "./modelState.ts";
import { ownSentence } from "./ownSentence.ts";

/** Views whose address names a network. */
const OF_MODELS = new Set(["text", "cell", "lab", "play"]);

export const shownModel = createStore<ShownModel>({
	...{
		phase: "opening",
		name: nameOf(address.get()),
		title: null,
		step: null,
		choice: null,
		training: null,
		sample: null,
		standIn: false,
		textSymbols: null,
		facts: null,
		opened: 0,
		failure: null,
	},
});

/** Answers at once: what the reader points at and drags. */
export const instrument = new Instrument();
/** For work of seconds, so that it keeps nobody waiting; made when it is first asked. */
let background: Instrument | undefined;
let bytes: Asked | undefined;
let opens = 0;
/** View in which the network was opened. */
let openedIn = "";
let watching = false;
/** Whether the reader has pressed or typed anything in the view since the network was opened: then it stays. */
export const touched = createStore(false);
/** An earlier state of the page's training that was asked for by its update; undefined for the newest. */
let asked: { training: LiveRun; step: number } | undefined;
/** Whether the reader asked for the page's own training before its end. */
let own = false;

/** An instrument with the same network for long work. */
export async function inBackground(): Promise<Instrument> {
	if (background) return background;
	const made = new Instrument();
	background = made;
	await made.ask("open", bytes!).catch((error: unknown) => {
		if (background === made) background = undefined; // the next call tries again
		throw error;
	});
	return made;
}

/** Opens what the address names, now and whenever it changes. */
export function watchModel(): void {
	void (isOutdated() ? open(nameOf(address.get())) : follow());
	if (watching) return;
	watching = true;
	for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, touch, { capture: true });
	address.subscribe(() => void follow());
	followEnd();
	ownSentence.subscribe(() => void follow());
	shown.subscribe(() => {
		whenTrained();
		followEnd();
		const name = nameOf(address.get());
		if (OF_MODELS.has(address.get().view) && isOfPage(name) && newestOfPage() && isOutdated()) void open(name);
	});
	session.subscribe(() => {
		const { phase, name } = shownModel.get();
		if (session.get() === "open" && phase === "failed" && name.run !== null) void open(name);
	});
	droppedFile.subscribe(() => {
		const name = nameOf(address.get());
		if (name.run === DROPPED) void open(name);
	});
}

/** Whether what is open can be shown in the view: Cell alone shows echo state networks on tasks and series. */
function fitsView(): boolean {
	const { view } = address.get();
	const { facts, phase } = shownModel.get();
	if (view === openedIn) return true;
	return view === "cell" ? phase === "open" || phase === "opening" : !facts?.echo && phase !== "unpublished";
}

const touch = ({ target }: Event) => {
	if (target instanceof Element && target.closest("main")) touched.set(true);
};

/** A training that ends is shown by itself as long as the reader has touched nothing. */
function followEnd(): void {
	const run = shown.get();
	const end = run.numbers.subscribe(() => {
		if (shown.get() !== run) return end();
		const name = nameOf(address.get());
		if (run.numbers.get().phase !== "finished" || touched.get() || !OF_MODELS.has(address.get().view)) return;
		if (isOfPage(name) && newestOfPage() && isOutdated()) void open(name);
	});
}

const isOfPage = ({ run, stored }: ModelName) => run === null && stored === null;

/**
 * Whether the page has trained another network than the one that was opened, or has ended its training since: whoever comes
 * to a view then sees the network that was trained last. One that still trains is shown further only by its button.
 */
function isOutdated(): boolean {
	const { name, phase, training, step, standIn } = shownModel.get();
	if (phase === "opening" || !isOfPage(name)) return false;
	const run = shown.get();
	if (training !== run) return true;
	if (phase !== "open" || asked?.training === run) return false;
	const isGoing = ["waiting", "starting", "running"].includes(run.numbers.get().phase);
	return !isGoing && !standIn && (newestOfPage()?.step ?? step) !== step;
}

/** Shows another network or part. The words of the view itself, such as a chosen unit, stay. */
export function chooseModel(change: Partial<ModelName>): void {
	const now = address.get();
	const { run, stored, checkpoint, part } = { ...nameOf(now), ...change };
	const { run: _, cp: __, part: ___, net: ____, claim: _____, ...more } = now.more; // a claim is about one network
	const words = {
		...more,
		...(run !== null && { run }),
		...(run === null && now.view === "play" && { net: stored ?? "page" }),
		...(checkpoint !== "best" && run !== null && { cp: String(checkpoint) }),
		...(part !== "valid" && { part }),
	};
	setAddress({ ...now, more: words }, "push");
}

/** Opens the newest state of this page's training, or the chosen run, again. */
export function openAgain(): void {
	own ||= newestOfPage() !== undefined;
	asked = undefined;
	void open(nameOf(address.get()));
}

/** Opens the state of this page's training after `step` updates; false if it is not kept. */
export function openUpdate(step: number): boolean {
	if (!stateOfPage(step)) return false;
	own = true;
	asked = { training: shown.get(), step };
	void open(nameOf(address.get()));
	return true;
}

/** What the network of this page that is shown was trained with; undefined if it is none of this page. */
export const choiceOfPage = (): Choice | undefined => shownModel.get().choice ?? undefined;

async function follow(): Promise<void> {
	if (!OF_MODELS.has(address.get().view)) return;
	const name = nameOf(address.get());
	const { phase, name: now } = shownModel.get();
	const same = JSON.stringify(name) === JSON.stringify(now);
	if (same && fitsView() && (phase === "open" || opens > 0)) return;
	await open(name);
}

/** The page's training may have its first state only after the view was opened. */
function whenTrained(): void {
	const run = shown.get();
	const end = run.numbers.subscribe(() => {
		const { phase, name, training } = shownModel.get();
		const waits = phase === "missing" || phase === "noOwn" || (phase === "noText" && training !== run);
		if (!waits || !isOfPage(name) || shown.get() !== run) return end();
		if (newestOfPage()) void open(name);
	});
}

async function open(name: ModelName): Promise<void> {
	const mine = ++opens;
	openedIn = address.get().view;
	if (JSON.stringify(name) !== JSON.stringify(shownModel.get().name)) touched.set(false);
	const put = (some: Partial<ShownModel>) => {
		if (mine === opens) shownModel.set((now) => ({ ...now, ...some }));
	};
	put({ phase: "opening", name, failure: null });
	try {
		const found = await foundOf(name);
		if (mine !== opens) return;
		if (found === "unpublished")
			return put({ phase: found, title: null, step: null, choice: null, training: null, facts: null });
		if (!found) {
			const phase =
				name.run === DROPPED ? "gone" : newestOfPage() || isOnData() ? "noText" : lacksOwn() ? "noOwn" : "missing";
			const training = phase === "noText" || phase === "noOwn" ? shown.get() : null;
			put({ phase, title: null, step: null, choice: null, training, facts: null });
			whenTrained();
			return;
		}
		bytes = { ...found.bytes, sentence: name.sentence };
		background?.close();
		background = undefined;
		const asked = await instrument.ask("open", bytes);
		const facts = found.reservoir ? { ...asked, reservoir: found.reservoir } : asked;
		const { title, step, sample = facts.dropped?.text ?? null, standIn = false, symbols = facts.symbols } = found;
		const { choice = null, training = null } = found;
		put({ phase: "open", facts, opened: mine, title, step, choice, training, sample, standIn, textSymbols: symbols });
	} catch (error) {
		put({ phase: "failed", failure: wordsOf(error), facts: null });
	}
}

/** Whether the page trains on a task or a series. */
function isOnData(): boolean {
	const { choice } = shown.get();
	return choice !== null && (isTask(choice.data) || isSeries(choice.data));
}

/** Whether the training waits for data that only its sender has. */
const lacksOwn = () => shown.get().numbers.get().failure?.code === "E_TEXT";

async function foundOf(name: ModelName): Promise<Found | FoundEcho | "unpublished" | undefined> {
	if (name.run === DROPPED) return ofFile();
	if (name.stored !== null) return ofStored(name.stored, name.part);
	if (asked?.training !== shown.get()) asked = undefined;
	const isCell = address.get().view === "cell";
	if (name.run === null) return (await ofPage(name.part, asked?.step)) ?? (isCell ? echoOfPage(name.part) : undefined);
	const run = await client.run(name.run);
	const { checkpoint } = name;
	const best = checkpoint === "best" ? (run.best?.step ?? null) : null;
	const step = typeof checkpoint === "number" ? checkpoint : best;
	return isCell && isEchoRun(run) ? echoOfServer(run, name, step) : ofServer(run, name, step);
}

async function ofStored(name: StoredName, part: PartName): Promise<Found> {
	return { bytes: { from: "stored", ...(await readStoredModel(name)), part }, title: null, step: null };
}

/** The texts that it could read, the reader's own first. */
async function ofFile(): Promise<Found | undefined> {
	const file = droppedFile.get();
	if (!file) return undefined;
	const names = [...(hasOwnText() ? ["own"] : []), ...TEXTS];
	const texts = await Promise.all(names.map(async (name) => ({ name, text: await textOf(name) })));
	return { bytes: { from: "dropped", bytes: file.bytes, file: file.name, texts }, title: file.name, step: null };
}

/** On a first visit, before the page's own training has got anywhere: the network that it will end with. */
async function standInOf(part: PartName): Promise<Found | undefined> {
	const run = shown.get();
	const { choice, numbers } = run;
	const going = ["waiting", "starting", "running"].includes(numbers.get().phase);
	if (own || !going || !isStored(choice ?? address.get().choice)) return undefined;
	const found = await ofStored("c", part).catch(() => undefined); // the page's own will do
	return found && { ...found, step: Number(DEFAULTS.steps), standIn: true, choice: DEFAULTS, training: run };
}

/** The network of the page's own training, as a worker opens it. @param at an earlier state that is kept */
export async function ofPage(part: PartName, at?: number): Promise<Found | undefined> {
	const standIn = at === undefined && (await standInOf(part));
	if (standIn) return standIn;
	const newest = stateOfPage(at);
	if (!newest) return undefined;
	const { step, snapshot, order, choice } = newest;
	if (!("text" in order.data)) return undefined;
	const tensors = snapshot.tensors.filter(({ name }) => !/^(optimizer|state)\./.test(name));
	const { text, unit, split } = order.data;
	const data = { text, ...(unit !== undefined && { unit }), ...(split !== undefined && { split }) };
	return {
		bytes: { from: "training", ...data, part, options: order.options, tensors },
		...{ title: null, step, choice, training: shown.get(), ...reservoirOf(order.options) },
	};
}

async function ofServer(
	{ id, name, published, options }: RunDetail,
	{ checkpoint, part }: ModelName,
	step: number | null,
): Promise<Found> {
	const { blob } = await client.weights(id, checkpoint);
	const sample = published?.sample ?? null;
	const read = sample === null ? await client.symbols(id, part) : { ids: await textOf(sample) };
	const bytes: ModelBytes = { from: "file", bytes: await blob.arrayBuffer(), text: read.ids };
	const more = { ...("symbols" in read && { symbols: read.symbols }), ...reservoirOf(options) };
	return { bytes, title: name, step, sample, ...more };
}
