/** Whether the list of commands is open. */
import { createStore } from "../../kit/store.ts";

export const paletteOpen = createStore(false);
