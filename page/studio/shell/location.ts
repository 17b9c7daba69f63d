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

/** Views of a trained network; going from one to another keeps the network. */
const OF_MODELS: readonly string[] = ["text", "cell"];
let network: Address["more"] = {};
address.subscribe(keepNetwork);
keepNetwork();

function keepNetwork(): void {
	const { view, more } = address.get();
	if (OF_MODELS.includes(view)) network = pick(more);
}

/** A function of its own name, since it is called while this file is read. */
function pick({ run, cp, part }: Address["more"]): Address["more"] {
	return {
		...(run !== undefined && { run }),
		...(cp !== undefined && { cp }),
		...(part !== undefined && { part }),
	};
}

export function go(view: Address["view"], more: Address["more"] = {}): void {
	const own = OF_MODELS.includes(view) && Object.keys(pick(more)).length === 0 ? network : {};
	setAddress({ ...address.get(), view, more: { ...own, ...more } }, "push");
}

/** Address of the view Runs with these words; the rest of the address stays. */
export const hrefOf = (more: Address["more"]) => writeAddress({ ...address.get(), view: "runs", more });
