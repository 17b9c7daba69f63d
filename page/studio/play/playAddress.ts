/** Words of the view Play in the address: which game, and what it needs to be the same game again. */
import { address, setAddress } from "../shell/location.ts";

export const GAMES = ["type", "duel", "seek"] as const;
export type Game = (typeof GAMES)[number];

export function gameNow(): Game {
	const { game } = address.get().more;
	return GAMES.find((one) => one === game) ?? "type";
}

/** A whole number of the address; `first` if it is none or outside of its bounds. */
export function wholeOf(key: string, first: number, [least, most]: readonly [number, number]): number {
	const word = address.get().more[key] ?? "";
	const value = Number(word);
	return /^\d{1,9}$/.test(word) && value >= least && value <= most ? value : first;
}

/** Changes words of the view; null takes one out. */
export function setPlayWords(
	change: Readonly<Record<string, string | null>>,
	how: "push" | "replace" = "replace",
): void {
	const now = address.get();
	if (now.view !== "play") return;
	const all = Object.entries({ ...now.more, ...change });
	const more = Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== null));
	setAddress({ ...now, more }, how);
}

/** The singled-out unit; null until one is chosen. */
export function unitNow(): string | null {
	const { u } = address.get().more;
	return u !== undefined && /^l\d{1,2}\.[\w.]{1,20}\.\d{1,5}$/.test(u) ? u : null;
}
