/** The settings of a cut: which window, which of its arcs are kept, and the step that is taken. */
import type { Keeps } from "../arcs.ts";
import type { Settings } from "./settings.ts";

export const CUT_RULES = {
	/** Steps of the window, each with a loss, from the symbol with this number. */
	steps: { kind: "whole", min: 2, max: 64, unset: 16 },
	from: { kind: "whole", min: 0, max: 1e9, unset: 0 },
	/** Arcs of so many steps or more are cut; 0 for none. */
	horizon: { kind: "whole", min: 0, max: 64, unset: 0 },
	/** Single arcs: the step of the loss, and the step that it reaches. */
	arcs: { kind: "groups", each: 2, form: "T:K", unset: [] },
	lr: { kind: "number", min: 1e-6, max: 1000, unset: 0.1 },
} as const;

export type CutSettings = Settings<typeof CUT_RULES>;

/** Whether an arc is kept by the settings; steps count from 0. */
export function keepsOf({ horizon, arcs }: Pick<CutSettings, "horizon" | "arcs">): Keeps {
	const cut = new Set(Array.from({ length: arcs.length / 2 }, (_, n) => `${arcs[2 * n]}:${arcs[2 * n + 1]}`));
	return (t, k) => (horizon === 0 || t - k < horizon) && !cut.has(`${t}:${k}`);
}
