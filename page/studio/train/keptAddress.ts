/** Says for which choices a training is kept (keptTraining.ts), so that a page without one starts at once. */
import { writeAddress } from "../address.ts";
import type { Choice } from "./choices.ts";

/** Whose training it is: the reader's last one, or the last one of a lesson's figure. */
export type Owner = "last" | "figure";

const KEYS: Readonly<Record<Owner, string>> = { last: "sluice.kept", figure: "sluice.keptFigure" };

/** Address of the choice whose training is kept; null if none is. */
export const keptAddress = (owner: Owner): string | null => localStorage.getItem(KEYS[owner]);
export const setKeptAddress = (owner: Owner, where: string): void => localStorage.setItem(KEYS[owner], where);

/** The address of a choice alone, whatever the view shows of it. */
export const addressOf = (choice: Choice): string =>
	writeAddress({ view: "train", choice, show: [], lock: [], receipt: "", more: {} });
