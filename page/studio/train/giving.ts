/** The box for a text or a table of the reader's own: whether the list of data opened it, and what is typed in it. */
import { createStore } from "../../kit/store.ts";

export const giving = createStore(false);
export const draft = createStore("");

/** The entry of the list that opens the box. */
export const GIVE = "give";
