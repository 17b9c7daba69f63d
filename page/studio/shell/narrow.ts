/** Whether the page is as narrow as a phone: then what is read comes first, and controls are folded. */
import { createStore } from "../../kit/store.ts";

const media = matchMedia("(max-width: 700px)");
export const narrow = createStore(media.matches);
media.addEventListener("change", () => narrow.set(media.matches));
