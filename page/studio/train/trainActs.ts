/** What the reader does to the training: starts it, changes a word of it, and looks at two futures. */
import { createStore } from "../../kit/store.ts";
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
import { openFork } from "./fork.ts";
import { giving } from "./giving.ts";
import { judged, type Refusal } from "./judging.ts";
import { LiveRun } from "./liveRun.ts";
import { pageDataOf } from "./pageData.ts";
import { PageTraining } from "./pageTraining.ts";
import { wordsOf } from "./told.ts";
import { optionsOf } from "./trainedOptions.ts";
import {
	giveTraining,
	type Held,
	holdTraining,
	inPage,
	setTrained,
	showHeld,
	shown,
	showRun,
	trainedNow,
} from "./trainState.ts";

/** The value that was refused last, until another one is taken. Nothing was started by it. */
export const refused = createStore<{ key: string; value: string; refusal: Refusal } | null>(null);
let keeping: typeof import("./keeping.ts") | undefined;
const loadKeeping = async () => {
	keeping = await import("./keeping.ts");
	return keeping;
};

/** Starts from update 0 with what the address says. @param ofLesson for a figure; by default as what was shown before */
export async function startAgain(ofLesson = shown.get().ofLesson): Promise<void> {
	const { choice } = address.get();
	const run = new LiveRun({ phase: "starting" });
	run.ofLesson = ofLesson;
	const mine = showRun(run, choice);
	if (choice.place === "machine") {
		const { MachineTraining } = await import("./machineTraining.ts");
		const machine = new MachineTraining(choice, run);
		return giveTraining(mine, machine) ? machine.start() : undefined;
	}
	try {
		const data = await pageDataOf(choice);
		const page = new PageTraining({ data, options: watched(choice), build: "plain" }, run);
		if (!giveTraining(mine, page)) return;
		page.choice = choice;
		page.onState = (snapshot, running) => {
			// one that trains on would be further than its state once the code is there
			if (keeping) void keeping.keepState(page, snapshot, running);
			else if (!running)
				void loadKeeping().then(
					({ keepState }) => keepState(page, snapshot, running),
					() => undefined,
				);
		};
		page.start();
		void loadKeeping().catch(() => undefined);
	} catch (error) {
		run.put({ phase: "failed", failure: { code: "E_TEXT", message: wordsOf(error) } });
		if (choice.data === "own" || isSeries(choice.data)) giving.set(true); // the box is where to give them
	}
}

/** Records follow each other quickly enough to watch; they change no bit of the training. */
export const watched = (choice: Choice) =>
	choice.cell === "esn" && kindOf(choice) !== "text" ? optionsOf(choice) : { recordEvery: 40, ...optionsOf(choice) };

/** Shows a training that another one replaced, with its choice. */
export function takeBackTo(held: Held): void {
	setAddress({ ...address.get(), choice: held.trained }, "push");
	showHeld(held);
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
	const holes = () => ({ option: optionName(key), value: choiceWords(key, valueIn(choice, key) ?? "default", choice) });
	const others = Object.keys(also).map((name) => [name, valueIn(before.choice, name)]);
	const undo = () => void choose(key, valueIn(before.choice, key), Object.fromEntries(others));
	if (choice.place === "machine") {
		leave();
		return toast(() => say("train.changed", holes()), undo);
	}
	const step = shown.get().numbers.get().step.toLocaleString("en");
	const how = follow(choice);
	if (how === "continued") toast(() => say("train.continued", { ...holes(), step }), undo);
	else toast(() => say("train.restarted", holes()), how ? () => takeBackTo(how) : undo);
}

/** Trains another choice in the page. What it replaces, if it starts again and there is something to replace. */
function follow(choice: Choice): "continued" | Held | undefined {
	const { phase } = shown.get().numbers.get();
	const trained = trainedNow();
	const changed = trained ? differences(trained, choice) : [];
	const midway = trained && changed.every((key) => isBlank(key) && CHOICES[key].midway);
	const page = inPage();
	if (page && (phase === "running" || phase === "paused") && midway) {
		setTrained(choice, page.run.ofLesson);
		page.choice = choice;
		const word = (key: string) => `${optionName(key)} ${choiceWords(key, valueIn(choice, key) ?? "default", choice)}`;
		void page.change(watched(choice), () => changed.map(word).join(", "));
		return "continued";
	}
	const held = page && shown.get().numbers.get().step > 0 ? holdTraining() : undefined;
	void startAgain();
	return held;
}

/** A text of the machine is trained on there; the page's place brings the page's text. */
function fitting(given: Choice, changed: string): Choice {
	const choice = changed === "data" ? { ...given, target: DEFAULTS.target } : given;
	if (!isOfMachine(choice.data)) return choice;
	return changed === "place" ? { ...choice, data: DEFAULTS.data } : { ...choice, place: "machine" };
}

/** Shows a run that waits for the button. One that trains on the machine goes on there. */
function leave(): void {
	newestToast.set(null); // it may tell of a start in the page
	const run = new LiveRun({ phase: "waiting" });
	run.ofLesson = shown.get().ofLesson;
	showRun(run, address.get().choice);
}

/** Trains what the address says by now, in the page; a run on the machine takes the button. */
export function trainAddress(): void {
	const { choice, view } = address.get();
	const trained = trainedNow();
	if (!trained || view !== "train" || differences(trained, choice).length === 0) return;
	if (choice.place === "machine") leave();
	else follow(choice);
}
