/** The sentence of the reader's own that the view Cell reads in the place of the network's text; "" for none. */
import { createStore } from "../../kit/store.ts";

export const ownSentence = createStore("");
/** Longest one, in UTF-16 units. */
export const MOST_SENTENCE = 400;
