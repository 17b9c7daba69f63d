/** The name that the reader is writing for the open run; null while nobody writes. It outlives a change of the run's id. */
import { createStore } from "../../kit/store.ts";

export const nameDraft = createStore<string | null>(null);
