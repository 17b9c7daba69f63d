/** How the panels of a comparison write names and differences. */
import { shownModel } from "../instrument/shownModel.ts";
import { useStore } from "../shell/useStore.ts";
import type { Against } from "./against.ts";
import { sayText } from "./textWords.ts";

/** Names of the two networks with their updates. */
export function useNames({ title, step }: Pick<Against, "title" | "step">): { own: string; other: string } {
	const model = useStore(shownModel);
	const named = (name: string | null, at: number | null) =>
		`${name ?? sayText("against.thisPage")}${at === null ? "" : `@${at}`}`;
	return { own: named(model.title, model.step), other: named(title, step) };
}
