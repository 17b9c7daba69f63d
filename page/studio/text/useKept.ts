/** What the panels of a network have found, kept while the page lives: another view or language, and it is there again. */
import { useState } from "react";
import { shownModel } from "../instrument/shownModel.ts";

type Found = Map<string, unknown>;

/** Networks whose findings are kept; the one that was left longest ago goes first. */
const MOST_NETWORKS = 8;
const networks = new Map<string, Found>();

/** The findings on the network and the text that are open, by name. */
export function findings(): Found {
	const { name, sample, facts } = shownModel.get();
	const { run, checkpoint, part } = name;
	const key = JSON.stringify([run, checkpoint, part, sample, facts?.weightsSha256, facts?.symbols]);
	const found: Found = networks.get(key) ?? new Map();
	networks.delete(key);
	networks.set(key, found);
	for (const oldest of networks.keys()) {
		if (networks.size <= MOST_NETWORKS) break;
		networks.delete(oldest);
	}
	return found;
}

/** State of a panel under a name of its own. */
export function useKept<T>(name: string, first: T): [T, (next: T) => void] {
	const [found] = useState(findings);
	const [value, setValue] = useState(() => (found.has(name) ? (found.get(name) as T) : first));
	const set = (next: T) => {
		found.set(name, next);
		setValue(next);
	};
	return [value, set];
}
