/**
 * Trainings of a lesson's figures. They leave the reader's own training where it was: it is held while a figure trains, and
 * shown again when the lesson is left. A figure that trained is there again when the reader goes back to its screen.
 */
import { address, go, ownChoice } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { type Choice, differences } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import { startAgain, trainAddress } from "./trainActs.ts";
import { type Held, holdTraining, showHeld, shown, trainedNow } from "./trainState.ts";

/** The reader's own training while a figure is shown. */
let own: Held | undefined;
/** The figure that was shown last, while the reader's own training is shown. */
let figure: Held | undefined;

const isSame = (a: Choice, b: Choice) => differences(a, b).length === 0;

/** Shows what the address is about: the training of a lesson's figure, or the reader's own. */
export function followAddress(): void {
	const { choice, view, more } = address.get();
	if (!trainedNow()) return;
	if (more.lesson === undefined) {
		showOwn();
		trainAddress();
	} else if (own && isSame(choice, own.trained)) showOwn();
	else if (isSame(choice, trainedNow()!)) return;
	else if (figure && isSame(choice, figure.trained)) swapIn(figure);
	else if (view === "train") startFigure(choice);
}

/** What the reader has of their own while a figure is shown: its data and its update. */
export function ownMeanwhile(): { data: string; step: number } | null {
	return own ? { data: choiceWords("data", own.trained.data, own.trained), step: own.run.numbers.get().step } : null;
}

/** Takes the reader's own training from before a reload, in a lesson whose figure is shown. */
export function setAside(held: Held): void {
	own = held;
	ownChoice.set(held.trained);
}

/** Shows the reader's own training again. Outside a lesson, a figure that has none next to it becomes their own. */
function showOwn(): void {
	const run = shown.get();
	if (!own && run.ofLesson && address.get().more.lesson === undefined) {
		run.ofLesson = false;
		ownChoice.set(trainedNow() ?? null);
	}
	if (!own) return;
	figure = holdTraining();
	const held = own;
	own = undefined;
	showHeld(held);
	if (!held.training && held.going) void startAgain(false); // its data had not come yet
}

function swapIn(held: Held): void {
	own ??= holdTraining();
	figure = undefined;
	showHeld(held);
}

/** Undo leaves the lesson, for the training that the reader had. */
function startFigure(choice: Choice): void {
	if (!shown.get().ofLesson) own = holdTraining();
	void startAgain(true);
	const meanwhile = ownMeanwhile();
	if (choice.place === "page" && meanwhile && meanwhile.step > 0)
		toast(
			() => say("lesson.trains", { data: meanwhile.data, step: meanwhile.step.toLocaleString("en") }),
			() => go("train"),
		);
}

/** "Back" and "forward" restore the choice of their entry. */
addEventListener("popstate", followAddress);
/** However the lesson is left. */
address.subscribe(() => address.get().more.lesson === undefined && showOwn());
