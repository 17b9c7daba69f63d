/** What the buttons of the transport do: pause, continue, train further, and start again. */
import { address, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { CHOICES, withValue } from "./choices.ts";
import { optionName } from "./choiceWords.ts";
import { startAgain, takeBackTo, watched } from "./trainActs.ts";
import { holdTraining, inPage, setTrained, shown, trainingNow } from "./trainState.ts";

/** What the button of the transport does next: "again" starts from update 0, "on" trains further. */
export function nextAct(): "pause" | "continue" | "on" | "again" | "train" {
	const { phase, step } = shown.get().numbers.get();
	if (phase === "running" || phase === "starting") return "pause";
	if (phase === "paused") return "continue";
	if (phase === "finished" && moreSteps() !== null) return "on";
	return step > 0 ? "again" : "train";
}

/** Twice the updates of a finished training that can be continued; null for any other. */
export function moreSteps(): number | null {
	const page = inPage();
	const { phase, step } = shown.get().numbers.get();
	const steps = Number(page?.choice?.steps);
	const timed = page?.choice?.further.minutes ?? page?.choice?.further.epochs;
	const isSpent = phase === "finished" && steps > 0 && step >= steps && timed === undefined;
	return isSpent && page?.choice?.cell !== "esn" && CHOICES.steps.takes(String(2 * steps)) ? 2 * steps : null;
}

export function playOrPause(): void {
	const act = nextAct();
	if (act === "pause") void trainingNow()?.pause();
	else if (act === "continue") trainingNow()?.resume();
	else if (act === "on") trainOn();
	else restart();
}

/** Continues a finished training: its budget is all that changes. */
function trainOn(): void {
	const page = inPage()!;
	const choice = withValue(address.get().choice, "steps", String(moreSteps()));
	const step = page.run.numbers.get().step.toLocaleString("en");
	setAddress({ ...address.get(), choice }, "push");
	setTrained(choice, page.run.ofLesson);
	page.choice = choice;
	void page.change(watched(choice), () => `${optionName("steps")} ${choice.steps}`).then(() => page.resume());
	toast(() => say("train.continued", { option: optionName("steps"), value: choice.steps, step }));
}

/** Starts again from update 0. What was trained comes back by Undo. */
export function restart(): void {
	const held = shown.get().numbers.get().step > 0 && inPage() ? holdTraining() : undefined;
	void startAgain();
	if (held)
		toast(
			() => say("train.startedAgain"),
			() => takeBackTo(held),
		);
}
