/**
 * Training starts when the page opens, unless the reader asked for less motion or data. After a reload the training of its
 * address is there again instead; one that was training goes on.
 */
import { address } from "../shell/location.ts";
import { addressOf, keptAddress } from "./keptAddress.ts";
import { setAside } from "./lessonTraining.ts";
import { startAgain } from "./trainActs.ts";
import { beginStart, type Held, isNewestStart, showHeld, shown } from "./trainState.ts";

export function startByItself(): void {
	const { saveData = false } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
	const { place } = address.get().choice;
	const still = place === "machine" || saveData || matchMedia("(prefers-reduced-motion: reduce)").matches;
	const begin = (ofLesson: boolean) => {
		shown.get().ofLesson = ofLesson;
		if (still) shown.get().put({ phase: "waiting" });
		else void startAgain();
	};
	const found = place === "machine" ? Promise.resolve("own" as const) : showKept(still);
	void found.catch(() => "own" as const).then((what) => what !== "shown" && begin(what === "figure"));
}

/** Shows what was kept for the address. If nothing was, returns whose training is to begin. */
async function showKept(still: boolean): Promise<"shown" | "own" | "figure"> {
	const { choice, view, more } = address.get();
	const where = addressOf(choice);
	const isOwn = keptAddress("last") === where;
	const isFigure = !isOwn && more.lesson !== undefined && keptAddress("figure") === where;
	/** A figure next to a training of the reader's own that was kept. */
	const isNext = !isOwn && more.lesson !== undefined && view === "train" && keptAddress("last") !== null;
	if (!isOwn && !isFigure && !isNext) return "own";
	const mine = beginStart();
	const { keptOf } = await import("./keeping.ts");
	const [own, figure] = await Promise.all([keptOf("last"), isFigure ? keptOf("figure") : undefined]);
	if (!isNewestStart(mine)) return "shown";
	const here = isOwn ? own : figure;
	const again = (held: Held): Held => ({ ...held, going: held.going && !still });
	if (!isOwn && own && (figure || isNext)) setAside(again(own));
	if (!here) return isNext && own ? "figure" : "own";
	showHeld(again(here));
	return "shown";
}
