/**
 * What the view Cell shows: a step of the text, one of its stages, a unit, and what the reader changed. The address has
 * the place: `at` the step, `l` the layer, `u` the unit, `s` the stage if it is not the last, and `set` what the reader changed.
 */
import type { StepExplanation } from "../../../src/interpretation/explain.ts";
import { type Diagram, gateBehind, valvesOf } from "../../../src/views/diagrams/diagram.ts";
import { diagramOf } from "../../../src/views/diagrams/diagramOf.ts";
import { letterOf } from "../../../src/views/diagrams/look.ts";
import { count, short } from "../../kit/numbers.ts";
import { createStore } from "../../kit/store.ts";
import type { Address } from "../address.ts";
import { drawnAs } from "../instrument/drawnAs.ts";
import { ownSentence } from "../instrument/ownSentence.ts";
import { placeFor, sharePlace, unitOf } from "../instrument/sharedPlace.ts";
import { instrument, shownModel } from "../instrument/shownModel.ts";
import { address, isLocked, setAddress } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import type { ShownChange, ShownStep } from "../worker/instrument/cellCalls.ts";
import type { SequenceStretch } from "../worker/instrument/echo/echoCalls.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { sayCell } from "./cellWords.ts";
import { Newest } from "./newest.ts";

/** Symbols of text around the step. */
export const SHOWN_TEXT = { before: 60, after: 60 };

/** Steps of a sequence around the step. */
export const SHOWN_STEPS = { before: 80, after: 40 };

export interface CellState {
	facts: ModelFacts;
	diagram: Diagram;
	step: number;
	layer: number;
	unit: number;
	/** Stage of the step, from 1. */
	stage: number;
	/** Later steps whose losses count. */
	ahead: number;
	/** The step as the network does it; null until it is computed. */
	now: ShownStep | null;
	/** Symbols around the step, and the index of the first. */
	text: { from: number; ids: Int32Array } | null;
	/** The same of an echo state network on a task or a series. */
	sequence: SequenceStretch | null;
	/** Values that the reader changed, newest last: "l0.gate.f.17" and what it is; of a reservoir "l0.C.17". */
	set: readonly { name: string; value: number }[];
	/** The step with these changes; null without any. */
	changed: ShownChange | null;
	failed: boolean;
}

export const cell = createStore<CellState | null>(null);
/** Calls that follow a moving pointer. */
export const changes = new Newest();
const steps = new Newest();
/** A place that the address does not have yet, and the place that it had when the reader left it. */
let writing: { due: ReturnType<typeof setTimeout>; before: string } | undefined;

/** Shows a network that was opened, at the place of the address. */
export function showNetwork(facts: ModelFacts): void {
	const now = cell.get();
	if (writing?.before === placeOf(address.get())) writePlace(); // the reader's newest place, not the older one of the address
	const { more } = address.get();
	const named = more.at !== undefined || more.u !== undefined;
	const shared = named || ownSentence.get() !== "" ? null : placeFor("cell", facts);
	const unit = shared && unitOf(shared.unit);
	if (now?.facts === facts) {
		if (shared) goTo(shared.at, undefined, unit?.layer);
		if (unit) chooseUnit(unit.index);
		writeLater(); // back from another view, whose address had no place
		return;
	}
	const place = { ...(shared && { at: String(shared.at) }), ...(unit && { l: `${unit.layer}`, u: `${unit.index}` }) };
	const { at = "", l = "", u = "", s = "", set = "" } = { ...place, ...more };
	const { spec, echo } = facts;
	const diagram = diagramOf(drawnAs(facts));
	const whole = (words: string, first: number, last: number) =>
		/^\d{1,9}$/.test(words) ? Math.min(Number(words), Math.max(0, last)) : Math.min(first, Math.max(0, last));
	const layer = whole(l, spec.layers - 1, spec.layers - 1);
	cell.set({
		...{ facts, diagram, layer, unit: whole(u, 0, spec.hidden - 1) },
		...{
			step: whole(at, echo ? echo.first : 40, lastStep(facts)),
			stage: whole(s, diagram.stages, diagram.stages),
			ahead: 16,
		},
		...{ now: null, text: null, sequence: null, set: [], changed: null, failed: false },
	});
	void compute();
	const changes = setOf(set, facts, diagram);
	if (changes.length > 0) void change(changes);
}

/** The last step that can be shown: of a text the one before its last symbol, which is only predicted. */
export const lastStep = ({ echo, symbols }: ModelFacts): number => (echo ? echo.steps - 1 : symbols - 2);

/** Values of the address that the network has. */
function setOf(words: string, facts: ModelFacts, diagram: Diagram): CellState["set"] {
	const { spec } = facts;
	const gates = valvesOf(diagram).map(({ gate }) => gateBehind(diagram, gate)?.gate);
	const form = facts.echo ? SET_FORMS.echo : facts.reservoir ? SET_FORMS.reservoir : SET_FORMS.gates;
	return words.split(",").flatMap((word) => {
		const [, name, layer, unit, value] = form.exec(word) ?? [];
		const isGate = form !== SET_FORMS.gates || gates.includes(name?.split(".").slice(1, 3).join("."));
		const isKnown = name !== undefined && isGate && Number(layer) < spec.layers && Number(unit) < spec.hidden;
		return isKnown ? [{ name, value: Number(value) }] : [];
	});
}

/** Values that can be dragged, as the address writes them: gates, the leak rate and tanh(a) of a reservoir, or its state. */
const SET_FORMS = {
	gates: /^(l(\d)\.gate\.[A-Za-z]\w{0,31}\.(\d{1,5}))=(0|1|0\.\d{1,6})$/,
	echo: /^(l(0)\.(?:C|tanh_a)\.(\d{1,5}))=(-?(?:0|1|0\.\d{1,6}))$/,
	reservoir: /^(l(0)\.h\.(\d{1,5}))=(-?(?:0|1|0\.\d{1,6}))$/,
};

function put(some: Partial<CellState>): void {
	cell.set((now) => now && { ...now, ...some });
}

/** Goes to a step and a stage; changes of the reader belong to the step that they were made in. */
export function goTo(step: number, stage?: number, layer?: number): void {
	const now = cell.get()!;
	const to = isLocked("at") ? now.step : Math.max(0, Math.min(lastStep(now.facts), step));
	const on = isLocked("l") ? now.layer : (layer ?? now.layer);
	const same = to === now.step && on === now.layer;
	put({ stage: stage ?? now.stage });
	writeLater();
	if (same) return;
	if (now.set.length > 0) toast(() => sayCell("dropped", { names: changeNames(now), step: count(now.step) }));
	put({ step: to, layer: on, set: [], changed: null });
	changes.cancel();
	void compute();
}

/** One stage on or back, over the edge of the step. */
export function moveStage(by: 1 | -1): void {
	const { step, stage, diagram, facts } = cell.get()!;
	const to = stage + by;
	if (to >= 1 && to <= diagram.stages) goTo(step, to);
	else if (by > 0 && step < lastStep(facts)) goTo(step + 1, 1);
	else if (by < 0 && step > 0) goTo(step - 1, diagram.stages);
}

export const moveStep = (by: number) => goTo(cell.get()!.step + by);

export function chooseUnit(unit: number): void {
	const { facts } = cell.get()!;
	if (isLocked("u")) return;
	put({ unit: Math.max(0, Math.min(facts.spec.hidden - 1, Math.round(unit) || 0)) });
	writeLater();
}

export function chooseAhead(ahead: number): void {
	put({ ahead });
	void compute();
}

/** Sets a gate of the unit shown; a second value of the same gate replaces the first. */
export function drag(gate: string, value: number): void {
	const { layer, unit, set } = cell.get()!;
	const name = `l${layer}.${gate}.${unit}`;
	const at = set.findIndex((one) => one.name === name);
	const next = at < 0 ? [...set, { name, value }] : set.with(at, { name, value });
	void change(next);
}

export const undoChange = () => change(cell.get()!.set.slice(0, -1));
export const resetChanges = () => change([]);

async function change(set: CellState["set"]): Promise<void> {
	put({ set });
	writeLater();
	const { step, layer } = cell.get()!;
	if (set.length === 0) {
		changes.cancel();
		put({ changed: null });
		return;
	}
	const answer = await changes.ask(instrument, "cellChange", { step, layer, set: wordsOf(set) });
	if (answer) put({ changed: answer });
}

/** Changes as the worker and the command take them. */
export const wordsOf = (set: CellState["set"]) => set.map(({ name, value }) => `${name}=${value}`);

async function compute(): Promise<void> {
	const { facts, step, layer, ahead, text } = cell.get()!;
	try {
		const now = await steps.ask(instrument, "cellStep", { step, layer, ahead });
		if (!now || cell.get()?.facts !== facts) return;
		put({ now, failed: false });
	} catch {
		if (cell.get()?.facts === facts) put({ failed: true });
		return;
	}
	if (facts.echo) {
		const { before, after } = SHOWN_STEPS;
		const from = Math.max(0, step - before);
		const sequence = await instrument.ask("cellStretch", { from, count: before + after });
		if (cell.get()?.facts === facts && cell.get()!.step === step) put({ sequence });
		return;
	}
	const near = text && step >= text.from + 8 && step < text.from + text.ids.length - 8;
	if (near || (text && text.from === 0 && step < text.ids.length - 8)) return;
	const from = Math.max(0, step - SHOWN_TEXT.before);
	const ids = await instrument.ask("cellText", { from, count: SHOWN_TEXT.before + SHOWN_TEXT.after });
	if (cell.get()?.facts === facts) put({ text: { from, ids } });
}

/** Stage that the address named last. */
let linkedStage: string | undefined = address.get().more.s;
/** A link to another stage of what is shown. */
address.subscribe(() => {
	const { view, more } = address.get();
	const state = cell.get();
	const isNew = more.s !== linkedStage;
	linkedStage = more.s;
	if (view !== "cell" || !state || !isNew || !/^\d$/.test(more.s ?? "")) return;
	const stage = Math.min(Number(more.s), state.diagram.stages);
	if (stage !== state.stage) put({ stage });
});

/** The place is written to the address when the reader rests. */
function writeLater(): void {
	clearTimeout(writing?.due);
	const before = writing?.before ?? placeOf(address.get());
	writing = { due: setTimeout(writePlace, 400), before };
}

const placeOf = ({ more: { at, l, u, s, set } }: Address) => JSON.stringify([at, l, u, s, set]);

function writePlace(): void {
	clearTimeout(writing?.due);
	writing = undefined;
	const now = address.get();
	const state = cell.get();
	if (now.view !== "cell" || !state) return;
	const { step, layer, unit, stage, diagram, set } = state;
	const { s: _, set: __, ...more } = now.more;
	const place = { at: String(step), l: String(layer), u: String(unit) };
	const isText = ownSentence.get() === "";
	if (isText) sharePlace({ facts: state.facts, from: "cell", unit: `l${layer}.h.${unit}`, at: step });
	const changed = set.map(({ name, value }) => `${name}=${Number(value.toFixed(4))}`).join(",");
	linkedStage = stage === diagram.stages ? undefined : String(stage);
	const rest = { ...(stage !== diagram.stages && { s: String(stage) }), ...(changed !== "" && { set: changed }) };
	setAddress({ ...now, more: { ...more, ...place, ...rest } }, "replace");
}

/** Calls `listener` when another network is shown: what was computed with the one before is nothing of this one. */
export function onNetwork(listener: () => void): void {
	let of: ModelFacts | undefined;
	cell.subscribe(() => {
		const facts = cell.get()?.facts;
		if (facts === of) return;
		of = facts;
		listener();
	});
}

/** Forward values as they are shown: changed ones where the reader changed something. */
export function forwardOf({ now, changed }: CellState) {
	return changed?.forward ?? now?.forward ?? [];
}

/** What the reader changed, in words: "f[3] 0.9800 → 0.2000". */
export function changeNames({ set, now }: CellState): string {
	const names = set.map(({ name, value }) => {
		const [, hook = "", unit = ""] = /^l\d+\.(.+)\.(\d+)$/.exec(name) ?? [];
		const own = now?.forward.find((row) => row.name === hook)?.values[Number(unit)];
		const from = own === undefined ? "" : `${short(own)} → `;
		return `${letterOf(hook)}[${unit}] ${from}${short(value)}`;
	});
	return names.join(", ");
}

/** The same for a picture, with the valves where the reader holds them: these do not wait for the worker. */
export function forwardHeld(state: CellState): StepExplanation["forward"] {
	const { set, layer } = state;
	const forward = forwardOf(state);
	if (set.length === 0) return forward;
	return forward.map((row) => {
		const rest = row.name === "keep"; // 1 - C, as far open as C is closed
		const own = set.filter(({ name }) => name.startsWith(`l${layer}.${rest ? "C" : row.name}.`));
		if (own.length === 0) return row;
		const values = row.values.slice();
		for (const { name, value } of own) values[Number(name.slice(name.lastIndexOf(".") + 1))] = rest ? 1 - value : value;
		return { ...row, values };
	});
}

/** What the commands name: the network shown. */
export const modelName = () => shownModel.get();
