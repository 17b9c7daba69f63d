/** The runs that the reader has chosen in the table, in the order of choosing. */
import { createStore } from "../../kit/store.ts";

export const chosen = createStore<readonly string[]>([]);

export function toggle(id: string): void {
	chosen.set((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
}

export function choose(ids: readonly string[]): void {
	chosen.set(ids);
}
