/** "Why this number?": the numbers asked for, each reached from the one before; the last is shown. */
import type { Origin, WhyNumber } from "../../../src/interpretation/why.ts";
import { createStore } from "../../kit/store.ts";
import { instrument } from "../instrument/shownModel.ts";
import { type CellState, cell, chooseUnit, goTo, onNetwork, wordsOf } from "./cellState.ts";
import { Newest } from "./newest.ts";

export interface WhyState {
	path: readonly Origin[];
	answer: WhyNumber | null;
}

export const why = createStore<WhyState>({ path: [], answer: null });
const newest = new Newest();
/** The step, the layer and the unit that the diagram showed with the number, if the number was one of it; else null. */
let shownAt: { step: number; layer: number; unit: number } | null = null;
/** The path asked for last; its answer may still be on the way. Back counts from here, so that a press before the answer is not lost. */
let asked: readonly Origin[] = [];
/** What the reader had set when it was asked. */
let askedWith: CellState["set"] = [];

/** Asks for a number of the step that is shown; `index` is the unit. */
export function askWhy(name: string, index: number): void {
	const { step, layer, ahead, unit } = cell.get()!;
	shownAt = index === unit ? { step, layer, unit } : null;
	void show([{ step, layer, ahead, name, index }]);
}

/** A number of the diagram follows it: the same value at another symbol, layer or unit. One that was asked deeper stays. */
cell.subscribe(() => {
	const state = cell.get();
	const place = asked.length === 1 ? asked[0]! : undefined;
	if (!state || !place || !shownAt) return;
	const { step, layer, unit, facts, ahead } = state;
	if (step === shownAt.step && layer === shownAt.layer && unit === shownAt.unit) return;
	shownAt = { step, layer, unit };
	const index = place.index < facts.spec.hidden ? unit : place.index;
	void show([{ ...place, step, layer, ahead, index }]);
});

/** A number of the step in which the reader changes something, or takes it back, is asked for again. */
cell.subscribe(() => {
	const state = cell.get();
	if (!state || state.set === askedWith) return;
	if (askedWith.length > 0 || asked.at(-1)?.step === state.step) void show(asked);
});

/** Whether a number is of the step and the layer that the diagram shows, and of its unit. */
export function isShown({ step, layer, index }: Origin): boolean {
	const now = cell.get();
	return now?.step === step && now.layer === layer && now.unit === index;
}

/** Asks for an operand or an origin of the number shown. */
export function askDeeper(place: Partial<Origin> & { name: string; index: number }): void {
	const { path } = why.get();
	void show([...path, { ...path.at(-1)!, ...place }]);
}

export const whyBack = () => void show(asked.slice(0, Math.max(1, asked.length - 1)));
export const whyClose = () => void show([]);
onNetwork(whyClose);

/** Shows the step and the unit of the number in the diagram. */
export function whyGo(): void {
	const last = why.get().path.at(-1)!;
	goTo(last.step, undefined, last.layer);
	chooseUnit(last.index);
}

async function show(path: readonly Origin[]): Promise<void> {
	asked = path;
	const last = path.at(-1);
	if (!last) {
		newest.cancel();
		why.set({ path, answer: null });
		return;
	}
	const { step, set } = cell.get()!;
	askedWith = set;
	const answer = await newest.ask(instrument, "cellWhy", { ...last, set: last.step === step ? wordsOf(set) : [] });
	if (answer !== undefined) why.set({ path: answer ? path : [], answer }); // a changed step has no derivatives
}
