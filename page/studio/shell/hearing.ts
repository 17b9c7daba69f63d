/** What the key for listening plays: what the view shows, if it can be heard; null elsewhere. */
import { createStore } from "../../kit/store.ts";

export const hearing = createStore<{ run(): void } | null>(null);
