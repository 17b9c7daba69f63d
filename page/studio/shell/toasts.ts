/** Short notes at the foot of the page, with a way back. The newest replaces the one before. */
import { createStore } from "../../kit/store.ts";

export interface Toast {
	id: number;
	text: string;
	undo?: () => void;
}

export const newestToast = createStore<Toast | null>(null);
/** Takes back what the toast that is shown tells of. */
export function takeBack(): void {
	const shown = newestToast.get();
	if (!shown?.undo) return;
	newestToast.set(null);
	shown.undo();
}

const SHOWN_MS = 8000;
let last = 0;

export function toast(text: string, undo?: () => void): void {
	const id = ++last;
	newestToast.set({ id, text, ...(undo && { undo }) });
	setTimeout(() => newestToast.get()?.id === id && newestToast.set(null), SHOWN_MS);
}
