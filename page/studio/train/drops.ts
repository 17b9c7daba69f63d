/** Files that are dragged over the page: it says what it takes while one is over it, and reads what is dropped. */
import { say } from "../words/words.ts";

export function listenToDrops(): void {
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
		if (file) void import("./dropText.ts").then(({ readDropped }) => readDropped(file));
	});
}
