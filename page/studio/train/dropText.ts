/** A text dropped anywhere on the page becomes the reader's own: it is trained on in this browser and goes nowhere else. */
import { address, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { say } from "../words/words.ts";
import { giveOwnText } from "./texts.ts";
import { startAgain } from "./trainState.ts";

/** Fewest symbols of an own text: below that no batch fills. Most bytes that a page reads. */
export const LEAST_SYMBOLS = 2000;
const MOST_BYTES = 32 << 20;

/** Trains on a text of the reader. Returns why not, in words; undefined if it does. */
export function trainOn(text: string): string | undefined {
	const n = [...text.slice(0, 2 * LEAST_SYMBOLS)].length;
	if (n < LEAST_SYMBOLS) return say("data.short", { n: n.toLocaleString("en") });
	giveOwnText(text);
	const now = address.get();
	setAddress({ ...now, view: "train", choice: { ...now.choice, data: "own" } }, "push");
	if (now.choice.place === "page") void startAgain();
	return undefined;
}

export function listenToDrops(): void {
	addEventListener("dragover", (event) => event.preventDefault());
	addEventListener("drop", (event) => {
		event.preventDefault();
		const file = event.dataTransfer?.files[0];
		if (file) void take(file);
	});
}

async function take(file: File): Promise<void> {
	if (file.size > MOST_BYTES) return toast(say("data.large"));
	try {
		const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
		const refused = trainOn(text);
		toast(refused ?? say("data.dropped", { name: file.name }));
	} catch {
		toast(say("data.notUtf8", { name: file.name }));
	}
}
