/** Training starts when the page opens, unless the reader asked for less motion or data. */
import { address } from "../shell/location.ts";
import { shown, startAgain } from "./trainState.ts";

export function startByItself(): void {
	const { saveData = false } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
	const { place } = address.get().choice;
	if (place === "machine" || saveData || matchMedia("(prefers-reduced-motion: reduce)").matches)
		shown.get().put({ phase: "waiting" });
	else void startAgain();
}
