/** The training that the page shows: its run, what it was trained with, and its states. */
import { createStore } from "../../kit/store.ts";
import { ownChoice } from "../shell/location.ts";
import type { Choice } from "./choices.ts";
import { closeFork } from "./fork.ts";
import { LiveRun } from "./liveRun.ts";
import { PageTraining } from "./pageTraining.ts";

export const shown = createStore<LiveRun>(new LiveRun());
/** A training wherever it runs. One in the page can be forked there and change its rate midway. */
export interface Training {
	pause(): Promise<unknown>;
	resume(): void;
	close(): void;
}
let training: Training | undefined;
/** The training in this page; undefined if there is none, or if it is on the machine. */
export const inPage = () => (training instanceof PageTraining ? training : undefined);
/** Counts starts, so that a slow one that was overtaken does nothing. */
let starts = 0;
/** The choice that the run shows; undefined before the first start. */
let trained: Choice | undefined;

/** What is trained now; undefined before the first start. */
export const trainedNow = (): Choice | undefined => trained;
/** The training that is shown, wherever it runs. */
export const trainingNow = (): Training | undefined => training;

/** Train shows the choice of the reader's own training, wherever its reader comes from. */
export function setTrained(choice: Choice, ofLesson: boolean): void {
	trained = choice;
	if (!ofLesson) ownChoice.set(choice);
}

/** Shows a run in the place of the one before, whose training is closed. Returns the number of this start. */
export function showRun(run: LiveRun, choice: Choice): number {
	training?.close();
	training = undefined;
	closeFork();
	run.choice = choice;
	setTrained(choice, run.ofLesson);
	shown.set(run);
	return ++starts;
}

/** Gives the training of a start; false if another start has overtaken it. */
export function giveTraining(start: number, given: Training): boolean {
	if (start !== starts) return false;
	training = given;
	return true;
}

/** Begins something slow that another start may overtake. */
export const beginStart = (): number => ++starts;
export const isNewestStart = (start: number): boolean => start === starts;

/** A training that was taken off the page as it is, to be shown again. */
export interface Held {
	readonly trained: Choice;
	readonly run: LiveRun;
	readonly training: Training | undefined;
	/** Whether it trained, and so goes on when it is shown again. */
	readonly going: boolean;
}

/** Takes the training off the page; one in the page is paused. Undefined before the first start. */
export function holdTraining(): Held | undefined {
	if (!trained) return undefined;
	const [run, page] = [shown.get(), inPage()];
	const { phase } = run.numbers.get();
	const held = { trained, run, training, going: phase === "running" || phase === "starting" };
	if (page && phase === "running") void page.hold();
	if (page && phase === "starting") {
		const end = run.numbers.subscribe(() => {
			if (run.numbers.get().phase === "starting") return;
			end();
			if (shown.get() !== run && run.numbers.get().phase === "running") void page.hold();
		});
	}
	training = undefined;
	return held;
}

/** Shows a training that was held, where it was; one that trained goes on. The address is the caller's. */
export function showHeld(held: Held): void {
	starts++;
	if (training !== held.training) training?.close();
	closeFork();
	({ training } = held);
	setTrained(held.trained, held.run.ofLesson);
	shown.set(held.run);
	const page = inPage();
	const resume = () => training === page && held.run.numbers.get().phase === "paused" && page?.resume();
	if (page && held.going) void page.pausedNow().then(resume);
}

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
