/** Words of the lab in the address: the instrument, and its settings as the command line takes them. */
import { address, isLocked, setAddress } from "../shell/location.ts";

export const INSTRUMENTS = ["dial", "wall", "arcs", "remedies"] as const;
export type InstrumentName = (typeof INSTRUMENTS)[number];

export function instrumentOf({ lab }: Readonly<Record<string, string>> = address.get().more): InstrumentName {
	return INSTRUMENTS.find((name) => name === lab) ?? "dial";
}

/** Milliseconds between two changes of the address while something is dragged: browsers refuse more than a few a second. */
const EVERY_MS = 300;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Writes words of the lab into the address: at once if they are chosen, soon if they are dragged. "" removes one. */
export function writeLab(words: Readonly<Record<string, string>>, how: "push" | "soon"): void {
	clearTimeout(timer);
	const write = () => {
		const now = address.get();
		if (now.view !== "lab") return;
		const more = Object.fromEntries(Object.entries({ ...now.more, ...words }).filter(([, value]) => value !== ""));
		setAddress({ ...now, more }, how === "push" ? "push" : "replace");
	};
	if (how === "push") write();
	else timer = setTimeout(write, EVERY_MS);
}

/** Whether the link keeps a setting of the instrument from changing. */
export const isFixed = (setting: string): boolean => isLocked("at") || isLocked(setting);

/** Of some changed settings those that the link leaves free. */
export const freeOf = <T extends object>(change: T): Partial<T> =>
	Object.fromEntries(Object.entries(change).filter(([name]) => !isFixed(name))) as Partial<T>;
