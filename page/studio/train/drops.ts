/** Files that are dragged over the page: it says what it takes while one is over it, and reads what is dropped. */
import { say } from "../words/words.ts";

export function listenToDrops(): void {
	let drops = 0;
	const page = document.documentElement;
	addEventListener("dragover", (event) => {
		event.preventDefault();
		if (event.dataTransfer?.types.includes("Files")) page.dataset.drop = say("data.drop");
	});
	addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && delete page.dataset.drop);
	addEventListener("drop", (event) => {
		event.preventDefault();
		delete page.dataset.drop;
		const file = event.dataTransfer?.files[0];
		if (!file) return;
		const mine = ++drops; // the code of the second drop may be there before that of the first
		void import("./dropText.ts").then(({ readDropped }) => (mine === drops ? readDropped(file) : undefined));
	});
}
