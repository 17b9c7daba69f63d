/** The state of the view Train: the choice, the run that it shows, and what the controls do. */
import type { Snapshot } from "../../../src/training/snapshot.ts";
import { createStore } from "../../kit/store.ts";
import { writeAddress } from "../address.ts";
import { address, setAddress } from "../shell/location.ts";
import { newestToast, toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import {
	CHOICES,
	type Choice,
	DEFAULTS,
	differences,
	isBlank,
	isOfMachine,
	isSeries,
	kindOf,
	valueIn,
	withValue,
} from "./choices.ts";
import { choiceWords, optionName } from "./choiceWords.ts";
import { closeFork, openFork } from "./fork.ts";
import { judged, type Refusal } from "./judging.ts";
import { LiveRun } from "./liveRun.ts";
import { ownSeries } from "./ownSeries.ts";
import { pageDataOf } from "./pageData.ts";
import { PageTraining } from "./pageTraining.ts";
import { giveOwnText } from "./texts.ts";
import { wordsOf } from "./told.ts";
import { optionsOf } from "./trainedOptions.ts";

export const shown = createStore<LiveRun>(new LiveRun());
/** A training wherever it runs. One in the page can be forked there and change its rate midway. */
interface Training {
	pause(): Promise<unknown>;
	resume(): void;
	close(): void;
}
let training: Training | undefined;
/** The value that was refused last, until another one is taken. Nothing was started by it. */
export const refused = createStore<{ key: string; value: string; refusal: Refusal } | null>(null);
const inPage = () => (training instanceof PageTraining ? training : undefined);
/** Counts starts, so that a slow one that was overtaken does nothing. */
let starts = 0;
/** The choice that the run shows; undefined before the first start. */
let trained: Choice | undefined;

/** Starts from update 0 with what the address says. */
export async function startAgain(): Promise<void> {
	const mine = ++starts;
	training?.close();
	closeFork();
	const { choice } = address.get();
	trained = choice;
	const run = new LiveRun({ phase: "starting" });
	run.choice = choice;
	shown.set(run);
	if (choice.place === "machine") {
		const { MachineTraining } = await import("./machineTraining.ts");
		if (mine !== starts) return;
		const machine = new MachineTraining(choice, run);
		training = machine;
		return machine.start();
	}
	try {
		const data = await pageDataOf(choice);
		if (mine !== starts) return;
		const page = new PageTraining({ data, options: watched(choice), build: "plain" }, run);
		training = page;
		page.onEnded = (snapshot) => void keep(page, snapshot);
		page.start();
		void loadKeeping().catch(() => undefined);
	} catch (error) {
		run.put({ phase: "failed", failure: { code: "E_TEXT", message: wordsOf(error) } });
	}
}

/** Says that something is kept for an address, so that a page without it starts at once. */
const KEPT_KEY = "sluice.kept";
/** Loaded when a training starts: after an update of the page its file may be gone. */
const loadKeeping = () => import("./keptTraining.ts");

/** Keeps a training that has paused or finished for a reload of its address. False if the browser forbids it or has no room. */
async function keep(page: PageTraining, snapshot: Snapshot, running = false): Promise<boolean> {
	if (training !== page || !trained) return false;
	const { run, order, lines } = page;
	const where = addressOf(trained);
	const marks = run.marks.map(({ step, words }) => ({ step, words: words() }));
	const series = isSeries(trained.data) ? ownSeries.get() : null;
	const { spectra, numbers } = run;
	const kept = {
		...{ address: where, order, snapshot, numbers: numbers.get(), lines },
		...{ spectra: spectra.slice(-50), marks, series, running },
	};
	try {
		await (await loadKeeping()).keepTraining(kept);
		localStorage.setItem(KEPT_KEY, where);
		return true;
	} catch {
		return false;
	}
}

/** Pauses a training that runs in the page and keeps it, so that it goes on when the page is loaded again. False if it would be lost. */
export async function keepForReload(): Promise<boolean> {
	const page = inPage();
	if (page?.run.numbers.get().phase !== "running") return true;
	page.onEnded = () => {};
	const snapshot = await page.pause(10_000);
	return snapshot !== undefined && keep(page, snapshot, true);
}

/** Shows the training that was kept for this address. False if there is none. */
export async function showKept(): Promise<boolean> {
	const { choice } = address.get();
	const where = addressOf(choice);
	if (localStorage.getItem(KEPT_KEY) !== where) return false;
	const mine = ++starts;
	const kept = await loadKeeping()
		.then(({ keptTraining }) => keptTraining(where))
		.catch(() => undefined);
	if (!kept || mine !== starts) return mine !== starts;
	const { order, snapshot, numbers, lines, spectra, marks, series } = kept;
	if (series) ownSeries.set(series);
	if (choice.data === "own" && "text" in order.data) giveOwnText(order.data.text);
	const run = new LiveRun();
	run.choice = choice;
	for (const log of ["metrics", "samples", "records"] as const) run.lines(log, lines[log]);
	run.spectra.push(...spectra);
	run.marks.push(...marks.map(({ step, words }) => ({ step, words: () => words })));
	if (kept.otherBuild) run.marks.push({ step: numbers.step, words: () => say("train.otherBuild") });
	run.put({ ...numbers, checkpoints: [] });
	const page = new PageTraining(order, run);
	page.standAt(snapshot, lines);
	page.onEnded = (next) => void keep(page, next);
	training = page;
	trained = choice;
	shown.set(run);
	if (kept.running) page.resume();
	return true;
}

/** The address of a choice alone, whatever the view shows of it. */
const addressOf = (choice: Choice) =>
	writeAddress({ view: "train", choice, show: [], lock: [], receipt: "", more: {} });

/** Records follow each other quickly enough to watch; they change no bit of the training. */
const watched = (choice: Choice) =>
	choice.cell === "esn" && kindOf(choice) !== "text" ? optionsOf(choice) : { recordEvery: 40, ...optionsOf(choice) };

/** The newest state of the page's own training that can be opened elsewhere; undefined before the first checkpoint. */
export function newestOfPage() {
	const page = inPage();
	const newest = page?.newest;
	return page && newest && newest.step > 0 && trained ? { ...newest, order: page.order, choice: trained } : undefined;
}

/** The state of the page's own training after `step` updates, of those that are kept; the newest if it is not given. */
export function stateOfPage(step?: number) {
	const newest = newestOfPage();
	if (!newest || step === undefined || step === newest.step) return newest;
	const kept = inPage()?.checkpoints.find((one) => one.step === step);
	return kept && { ...newest, ...kept };
}

/** Updates of the page's own training whose states are kept, oldest first. */
export const keptOfPage = (): number[] => inPage()?.checkpoints.map(({ step }) => step) ?? [];

export function playOrPause(): void {
	const { phase } = shown.get().numbers.get();
	if (phase === "running") void training?.pause();
	else if (phase === "paused") training?.resume();
	else if (phase !== "starting") void startAgain();
}

/** Opens a second future from the checkpoint of update `at`, with one blank changed or none. */
export function whatIf(at: number, change: { key: string; value: string } | null): void {
	const page = inPage();
	const from = page?.checkpoints.find(({ step }) => step === at);
	if (!page || !from) return;
	const own = page.order;
	const { choice } = address.get();
	const options = change ? watched(withValue(choice, change.key, change.value)) : own.options;
	void openFork(at, from.snapshot, change, { own, other: { ...own, options } });
}

/** Counts changes, so that one that was overtaken while it was judged does nothing. */
let changes = 0;

/**
 * Changes one blank or option; undefined is its default. In the page the run continues where that is possible, else it
 * starts again. A run on the machine is never started by a change: that takes the button. A refused value changes nothing.
 * @param also values of other options that belong to it
 */
export async function choose(
	key: string,
	value: string | undefined,
	also: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
	const before = address.get();
	if (before.lock.includes(key)) return;
	const mine = ++changes;
	const all = Object.entries(also).reduce((choice, [name, one]) => withValue(choice, name, one), before.choice);
	const wanted = fitting(withValue(all, key, value), key);
	if (differences(wanted, before.choice).length === 0) return refused.set(null);
	const verdict = await judged(wanted, key).catch(() => ({ choice: wanted })); // without a worker, training itself judges
	if (mine !== changes) return;
	if ("refusal" in verdict) return refused.set({ key, value: value ?? "", refusal: verdict.refusal });
	refused.set(null);
	const { choice } = verdict;
	setAddress({ ...before, choice }, "push");
	const holes = { option: optionName(key), value: choiceWords(key, valueIn(choice, key) ?? "default", choice) };
	const others = Object.keys(also).map((name) => [name, valueIn(before.choice, name)]);
	const undo = () => void choose(key, valueIn(before.choice, key), Object.fromEntries(others));
	if (choice.place === "machine") {
		leave();
		return toast(say("train.changed", holes), undo);
	}
	const step = shown.get().numbers.get().step.toLocaleString("en");
	toast(follow(choice) ? say("train.continued", { ...holes, step }) : say("train.restarted", holes), undo);
}

/** Trains another choice in the page. True if the run continues with it, false if it starts again. */
function follow(choice: Choice): boolean {
	const { phase } = shown.get().numbers.get();
	const changed = trained ? differences(trained, choice) : [];
	const midway = trained && changed.every((key) => isBlank(key) && CHOICES[key].midway);
	const page = inPage();
	if (page && (phase === "running" || phase === "paused") && midway) {
		trained = choice;
		const word = (key: string) => `${optionName(key)} ${choiceWords(key, valueIn(choice, key) ?? "default", choice)}`;
		void page.change(watched(choice), () => changed.map(word).join(", "));
		return true;
	}
	void startAgain();
	return false;
}

/** A text of the machine is trained on there; the page's place brings the page's text. */
function fitting(given: Choice, changed: string): Choice {
	const choice = changed === "data" ? { ...given, target: DEFAULTS.target } : given;
	if (!isOfMachine(choice.data)) return choice;
	return changed === "place" ? { ...choice, data: DEFAULTS.data } : { ...choice, place: "machine" };
}

/** Shows a run that waits for the button. One that trains on the machine goes on there. */
function leave(): void {
	starts++;
	newestToast.set(null); // it may tell of a start in the page
	training?.close();
	training = undefined;
	closeFork();
	const run = new LiveRun({ phase: "waiting" });
	trained = address.get().choice;
	run.choice = trained;
	shown.set(run);
}

/** Trains what the address says by now, in the page; a run on the machine takes the button. */
export function trainAddress(): void {
	const { choice, view } = address.get();
	if (!trained || view !== "train" || differences(trained, choice).length === 0) return;
	if (choice.place === "machine") leave();
	else follow(choice);
}

/** "Back" and "forward" restore the choice of their entry. */
addEventListener("popstate", trainAddress);
