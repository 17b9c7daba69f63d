/** The address of the page as a store. Deliberate acts push an entry, so that "back" undoes them; others replace it. */
import { createStore } from "../../kit/store.ts";
import { type Address, readAddress, writeAddress } from "../address.ts";

export const address = createStore<Address>(readAddress(location.hash));
addEventListener("popstate", () => address.set(readAddress(location.hash)));
addEventListener("hashchange", () => address.set(readAddress(location.hash)));

export function setAddress(next: Address, how: "push" | "replace"): void {
	const words = writeAddress(next);
	if (words === (location.hash || "#/train")) address.set(next);
	else {
		history[how === "push" ? "pushState" : "replaceState"](null, "", words);
		address.set(next);
	}
}

export function go(view: Address["view"], more: Address["more"] = {}): void {
	setAddress({ ...address.get(), view, more }, "push");
}

/** Address of the view Runs with these words; the rest of the address stays. */
export const hrefOf = (more: Address["more"]) => writeAddress({ ...address.get(), view: "runs", more });
