/** The state of the view Train: the choice, the run that it shows, and what the controls do. */
import { createStore } from "../../kit/store.ts";
import { address, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { CHOICES, type Choice, isTask, optionsOf } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import { LiveRun } from "./liveRun.ts";
import { PageTraining } from "./pageTraining.ts";
import { textOf } from "./texts.ts";

export const shown = createStore<LiveRun>(new LiveRun());
let training: PageTraining | undefined;
/** Counts starts, so that a slow one that was overtaken does nothing. */
let starts = 0;
/** The choice that the run shows; undefined before the first start. */
let trained: Choice | undefined;

/** Starts from update 0 with what the address says. */
export async function startAgain(): Promise<void> {
	const mine = ++starts;
	training?.close();
	const { choice } = address.get();
	trained = choice;
	const run = new LiveRun({ phase: "starting" });
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

/** Changes one blank of the sentence: the run continues where that is possible, else it starts again. */
export function choose(key: keyof Choice, value: string): void {
	const before = address.get();
	if (before.choice[key] === value) return;
	const choice = { ...before.choice, [key]: value };
	setAddress({ ...before, choice }, "push");
	const { step } = shown.get().numbers.get();
	const what = choiceWords(key, value);
	const undo = () => choose(key, before.choice[key]);
	if (follow(choice)) toast(say("train.continued", { step: step.toLocaleString("en"), what }), undo);
	else toast(say("train.restarted", { what }), undo);
}

/** Trains another choice. True if the run continues with it, false if it starts again. */
function follow(choice: Choice): boolean {
	const { phase } = shown.get().numbers.get();
	const changed = (Object.keys(CHOICES) as (keyof Choice)[]).filter((key) => trained?.[key] !== choice[key]);
	if (training && (phase === "running" || phase === "paused") && changed.every((key) => CHOICES[key].midway)) {
		trained = choice;
		void training.change(watched(choice));
		return true;
	}
	void startAgain();
	return false;
}

/** "Back" and "forward" restore the choice of their entry, and train it. */
addEventListener("popstate", () => {
	const { choice, view } = address.get();
	if (trained && view === "train" && JSON.stringify(trained) !== JSON.stringify(choice)) follow(choice);
});
