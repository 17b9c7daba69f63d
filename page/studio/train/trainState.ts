/** The state of the view Train: the choice, the run that it shows, and what the controls do. */
import { createStore } from "../../kit/store.ts";
import { address, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { CHOICES, type Choice, DEFAULTS, isOfMachine, isTask, optionsOf } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import { closeFork, openFork } from "./fork.ts";
import { LiveRun } from "./liveRun.ts";
import { PageTraining } from "./pageTraining.ts";
import { textOf } from "./texts.ts";

export const shown = createStore<LiveRun>(new LiveRun());
/** A training wherever it runs. One in the page can be forked there and change its rate midway. */
interface Training {
	pause(): Promise<unknown>;
	resume(): void;
	close(): void;
}
let training: Training | undefined;
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
		const data = isTask(choice.data) ? { task: choice.data.slice(5) } : { text: await textOf(choice.data) };
		if (mine !== starts) return;
		const page = new PageTraining({ data, options: watched(choice), build: "plain" }, run);
		training = page;
		page.start();
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		run.put({ phase: "failed", failure: { code: "E_TEXT", message: { en: message, ko: message } } });
	}
}

/** Records follow each other quickly enough to watch; they change no bit of the training. */
const watched = (choice: Choice) => ({ ...optionsOf(choice), recordEvery: 40 });

/** The newest state of the page's own training that can be opened elsewhere; undefined before the first checkpoint. */
export function newestOfPage() {
	const page = inPage();
	const newest = page?.newest;
	return page && newest && trained ? { ...newest, order: page.order, choice: trained } : undefined;
}

export function playOrPause(): void {
	const { phase } = shown.get().numbers.get();
	if (phase === "running") void training?.pause();
	else if (phase === "paused") training?.resume();
	else if (phase !== "starting") void startAgain();
}

/** Opens a second future from the checkpoint of update `at`, with one blank changed or none. */
export function whatIf(at: number, change: { key: keyof Choice; value: string } | null): void {
	const page = inPage();
	const from = page?.checkpoints.find(({ step }) => step === at);
	if (!page || !from) return;
	const own = page.order;
	const { choice } = address.get();
	const options = change ? watched({ ...choice, [change.key]: change.value }) : own.options;
	void openFork(at, from.snapshot, change, { own, other: { ...own, options } });
}

/**
 * Changes one blank of the sentence. In the page the run continues where that is possible, else it starts again. A run on
 * the machine is never started by a change: that takes the button.
 */
export function choose(key: keyof Choice, value: string): void {
	const before = address.get();
	if (before.choice[key] === value) return;
	const choice = fitting({ ...before.choice, [key]: value }, key);
	setAddress({ ...before, choice }, "push");
	if (choice.place === "machine") {
		leave();
		return;
	}
	const { step } = shown.get().numbers.get();
	const what = choiceWords(key, value);
	const undo = () => choose(key, before.choice[key]);
	if (follow(choice)) toast(say("train.continued", { step: step.toLocaleString("en"), what }), undo);
	else toast(say("train.restarted", { what }), undo);
}

/** Trains another choice in the page. True if the run continues with it, false if it starts again. */
function follow(choice: Choice): boolean {
	const { phase } = shown.get().numbers.get();
	const changed = (Object.keys(CHOICES) as (keyof Choice)[]).filter((key) => trained?.[key] !== choice[key]);
	const page = inPage();
	if (page && (phase === "running" || phase === "paused") && changed.every((key) => CHOICES[key].midway)) {
		trained = choice;
		void page.change(watched(choice));
		return true;
	}
	void startAgain();
	return false;
}

/** A text of the machine is trained on there; the page's place brings the page's text. */
function fitting(choice: Choice, changed: keyof Choice): Choice {
	if (!isOfMachine(choice.data)) return choice;
	return changed === "place" ? { ...choice, data: DEFAULTS.data } : { ...choice, place: "machine" };
}

/** Shows a run that waits for the button. One that trains on the machine goes on there. */
function leave(): void {
	starts++;
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
	if (!trained || view !== "train" || JSON.stringify(trained) === JSON.stringify(choice)) return;
	if (choice.place === "machine") leave();
	else follow(choice);
}

/** "Back" and "forward" restore the choice of their entry. */
addEventListener("popstate", trainAddress);
