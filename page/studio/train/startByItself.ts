/**
 * Training starts when the page opens, unless the reader asked for less motion or data. After a reload the training that
 * was paused or had finished is there again instead.
 */
import { address } from "../shell/location.ts";
import { startAgain } from "./trainActs.ts";
import { shown } from "./trainState.ts";

export function startByItself(): void {
	const { saveData = false } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
	const { place } = address.get().choice;
	const still = place === "machine" || saveData || matchMedia("(prefers-reduced-motion: reduce)").matches;
	const begin = () => (still ? shown.get().put({ phase: "waiting" }) : void startAgain());
	const show =
		place === "machine" || localStorage.getItem("sluice.kept") === null
			? Promise.resolve(false)
			: import("./keeping.ts").then(({ showKept }) => showKept());
	void show.catch(() => false).then((isShown) => isShown || begin());
}
