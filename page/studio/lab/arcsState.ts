/** Arcs of a network's gradient: which are cut, which one the cursor is at, and the worker's answer. */
import { CUT_RULES, type CutSettings, keepsOf } from "../../../src/diagnosis/lab/cutRules.ts";
import { settingsOr, writeSettings } from "../../../src/diagnosis/lab/settings.ts";
import { createStore } from "../../kit/store.ts";
import { InstrumentError } from "../instrument/instrument.ts";
import { instrument, shownModel } from "../instrument/shownModel.ts";
import { address } from "../shell/location.ts";
import type { CutAnswer } from "../worker/instrument/lab/cutCall.ts";
import { freeOf, instrumentOf, writeLab } from "./labAddress.ts";
import { latest } from "./latest.ts";

/** An arc: the step of the loss and the step that it reaches, from 0. */
export type Arc = readonly [t: number, k: number];
/** "beyond": the horizon cuts it. "cut": it alone was cut. */
export type ArcFate = "kept" | "cut" | "beyond";

export interface ArcsState {
	settings: CutSettings;
	answer: CutAnswer | null;
	cursor: Arc;
	/** What the shade shows: the norm, or the part that went through c. */
	shade: "norm" | "c";
	failure: InstrumentError | null;
}

const inAddress = () => settingsOr(address.get().more.at, CUT_RULES);
function shadeInAddress(): "norm" | "c" {
	return address.get().more.shade === "c" ? "c" : "norm";
}
export const arcsState = createStore<ArcsState>({
	...{ settings: inAddress(), answer: null, cursor: [15, 0], shade: shadeInAddress(), failure: null },
});
const put = (some: Partial<ArcsState>) => arcsState.set((now) => ({ ...now, ...some }));

export const arcsWords = (settings: CutSettings): string => writeSettings(settings, CUT_RULES);

const ask = latest(
	(settings: CutSettings) => instrument.ask("cut", settings),
	(answer) => {
		if (shownModel.get().phase !== "open") return;
		put({ answer, failure: null });
		moveTo(arcsState.get().cursor);
	},
	(error) => put({ failure: error instanceof InstrumentError ? error : null, answer: null }),
);

/** Computes what is set, if a network is open. */
export function computeArcs(): void {
	if (shownModel.get().phase === "open") ask(arcsState.get().settings);
	else put({ answer: null });
}

export function setArcs(change: Partial<CutSettings>, how: "push" | "soon" = "push"): void {
	const settings: CutSettings = { ...arcsState.get().settings, ...freeOf(change) };
	put({ settings });
	writeLab({ at: arcsWords(settings) }, how);
	computeArcs();
}

export function setShade(shade: ArcsState["shade"]): void {
	put({ shade });
	writeLab({ shade: shade === "c" ? "c" : "" }, "push");
}

/** Steps of the window that is shown: fewer than asked for if the text is shorter. */
export const stepsOf = ({ answer, settings }: Pick<ArcsState, "answer" | "settings">): number =>
	answer?.log10.length ?? settings.steps;

/** Moves the cursor to the arc that is nearest to this one within the triangle. */
export function moveTo([t, k]: Arc): void {
	const row = Math.max(0, Math.min(stepsOf(arcsState.get()) - 1, t));
	put({ cursor: [row, Math.max(0, Math.min(row, k))] });
}

export function fateOf({ horizon, arcs }: CutSettings, [t, k]: Arc): ArcFate {
	if (!keepsOf({ horizon, arcs: [] })(t, k)) return "beyond";
	return keepsOf({ horizon, arcs })(t, k) ? "kept" : "cut";
}

/** Cuts a single arc, or puts it back; one beyond the horizon stays cut. */
export function toggleArc([t, k]: Arc): void {
	const { settings } = arcsState.get();
	const fate = fateOf(settings, [t, k]);
	if (fate === "beyond") return;
	const pairs = pairsOf(settings).filter(([a, b]) => a !== t || b !== k);
	setArcs({ arcs: [...pairs, ...(fate === "kept" ? [[t, k]] : [])].flat() });
}

const pairsOf = ({ arcs }: CutSettings): number[][] =>
	Array.from({ length: arcs.length / 2 }, (_, n) => arcs.slice(2 * n, 2 * n + 2));

address.subscribe(() => {
	const { view, more } = address.get();
	if (view !== "lab" || instrumentOf(more) !== "arcs") return;
	const settings = inAddress();
	if (shadeInAddress() !== arcsState.get().shade) put({ shade: shadeInAddress() });
	if (arcsWords(settings) === arcsWords(arcsState.get().settings)) return;
	put({ settings });
	computeArcs();
});
shownModel.subscribe(() => {
	if (address.get().view === "lab" && instrumentOf() === "arcs") computeArcs();
});
