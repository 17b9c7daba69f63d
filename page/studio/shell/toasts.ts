/** Short notes at the foot of the page, with a way back. The newest replaces the one before. */
import { createStore } from "../../kit/store.ts";
import { address } from "./location.ts";

export interface Toast {
	id: number;
	/** What it says, in the language of the page by then. */
	text(): string;
	undo?: () => void;
	/** Whether it tells of Train, and goes with that view. */
	ofTrain: boolean;
}

export const newestToast = createStore<Toast | null>(null);
/** Takes back what the toast that is shown tells of. */
export function takeBack(): void {
	const shown = newestToast.get();
	if (!shown?.undo) return;
	newestToast.set(null);
	shown.undo();
}

address.subscribe(() => {
	if (address.get().view !== "train" && newestToast.get()?.ofTrain) newestToast.set(null);
});

const SHOWN_MS = 8000;
let last = 0;

/** @param text a function where the words can follow the language of the page */
export function toast(text: string | (() => string), undo?: () => void): void {
	const id = ++last;
	const ofTrain = address.get().view === "train";
	newestToast.set({ id, text: typeof text === "string" ? () => text : text, ofTrain, ...(undo && { undo }) });
	setTimeout(() => newestToast.get()?.id === id && newestToast.set(null), SHOWN_MS);
}
