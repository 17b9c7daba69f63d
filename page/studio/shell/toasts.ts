/** Short notes at the foot of the page, with a way back. The newest replaces the one before. */
import { createStore } from "../../kit/store.ts";

export interface Toast {
	id: number;
	text: string;
	undo?: () => void;
}

export const newestToast = createStore<Toast | null>(null);
const SHOWN_MS = 8000;
let last = 0;

export function toast(text: string, undo?: () => void): void {
	const id = ++last;
	newestToast.set({ id, text, ...(undo && { undo }) });
	setTimeout(() => newestToast.get()?.id === id && newestToast.set(null), SHOWN_MS);
}
