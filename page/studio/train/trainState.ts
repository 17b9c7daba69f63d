/** The state of the view Train: the choice, the run that it shows, and what the controls do. */
import { createStore } from "../../kit/store.ts";
import { address, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { CHOICES, type Choice, isTask, optionsOf } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import { closeFork, openFork } from "./fork.ts";
import { LiveRun } from "./liveRun.ts";
import { PageTraining } from "./pageTraining.ts";
import { textOf } from "./texts.ts";

export const shown = createStore<LiveRun>(new LiveRun());
let training: PageTraining | undefined;
/** Counts starts, so that a slow one that was overtaken does nothing. */
let starts = 0;

/** Starts from update 0 with what the address says. */
export async function startAgain(): Promise<void> {
	const mine = ++starts;
	training?.close();
	closeFork();
	const { choice } = address.get();
	const run = new LiveRun({ phase: "starting" });
	run.choice = choice;
	shown.set(run);
	try {
		const data = isTask(choice.data) ? { task: choice.data.slice(5) } : { text: await textOf(choice.data) };
		if (mine !== starts) return;
		training = new PageTraining({ data, options: watched(choice), build: "plain" }, run);
		training.start();
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		run.put({ phase: "failed", failure: { code: "E_TEXT", message: { en: message, ko: message } } });
	}
}

/** Records follow each other quickly enough to watch; they change no bit of the training. */
const watched = (choice: Choice) => ({ ...optionsOf(choice), recordEvery: 40 });

export function playOrPause(): void {
	const { phase } = shown.get().numbers.get();
	if (phase === "running") void training?.pause();
	else if (phase === "paused") training?.resume();
	else if (phase !== "starting") void startAgain();
}

/** Opens a second future from the checkpoint of update `at`, with one blank changed or none. */
export function whatIf(at: number, change: { key: keyof Choice; value: string } | null): void {
	const from = training?.checkpoints.find(({ step }) => step === at);
	if (!training || !from) return;
	const own = training.order;
	const { choice } = address.get();
	const options = change ? watched({ ...choice, [change.key]: change.value }) : own.options;
	void openFork(at, from.snapshot, change, { own, other: { ...own, options } });
}

/** Changes one blank of the sentence: the run continues where that is possible, else it starts again. */
export function choose(key: keyof Choice, value: string): void {
	const before = address.get();
	if (before.choice[key] === value) return;
	const choice = { ...before.choice, [key]: value };
	setAddress({ ...before, choice }, "push");
	const { phase, step } = shown.get().numbers.get();
	const what = choiceWords(key, value);
	const undo = () => choose(key, before.choice[key]);
	if (CHOICES[key].midway && training && (phase === "running" || phase === "paused")) {
		void training.change(watched(choice));
		toast(say("train.continued", { step: step.toLocaleString("en"), what }), undo);
		return;
	}
	void startAgain();
	toast(say("train.restarted", { what }), undo);
}
