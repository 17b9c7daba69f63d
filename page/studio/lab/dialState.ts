/** The dial of W_rec: its settings, which stand in the address, and the worker's answer to them. */
import type { DrawnSettings, OwnSettings } from "../../../src/diagnosis/lab/dialPoint.ts";
import { DIAL_RULES, OWN_DIAL_RULES } from "../../../src/diagnosis/lab/dialRules.ts";
import { settingsOr, writeSettings } from "../../../src/diagnosis/lab/settings.ts";
import { createStore } from "../../kit/store.ts";
import { InstrumentError } from "../instrument/instrument.ts";
import { instrument, shownModel } from "../instrument/shownModel.ts";
import { address } from "../shell/location.ts";
import type { DialAnswer, DialCall } from "../worker/instrument/lab/dialCall.ts";
import { freeOf, instrumentOf, writeLab } from "./labAddress.ts";
import { latest } from "./latest.ts";

export interface DialState {
	call: DialCall;
	answer: DialAnswer | null;
	/** Step of the chosen cost, from 1. */
	cost: number;
	/** Eigenvalue that can be moved by the sliders. */
	taken: number;
	failure: InstrumentError | null;
	/** How far the radius of an own matrix was turned before the first answer has said what it is. */
	turned: number;
}

export const STEPS = 50;
export const dialState = createStore<DialState>({
	call: inAddress(),
	answer: null,
	cost: STEPS,
	taken: 0,
	failure: null,
	turned: 0,
});

const put = (some: Partial<DialState>) => dialState.set((now) => ({ ...now, ...some }));

function inAddress(): DialCall {
	const { of, at } = address.get().more;
	if (of === "own") return { of: "own", settings: settingsOr(at, OWN_DIAL_RULES) };
	return { of: "drawn", settings: settingsOr(at, DIAL_RULES) };
}

const ask = latest(
	(call: DialCall) => instrument.ask("dial", call),
	(answer, { of }) => {
		const { phase } = shownModel.get();
		if (of !== dialState.get().call.of || (of === "own" && phase !== "open")) return;
		const { turned } = dialState.get();
		put({ answer, failure: null, turned: 0 });
		if (turned !== 0) setRadius(round(answer.ownRadius + turned), "push");
	},
	(error) => put({ failure: error instanceof InstrumentError ? error : null, answer: null }),
);

/** Computes what is set, if there is a matrix. */
export function computeDial(): void {
	const { call } = dialState.get();
	if (call.of === "own" && shownModel.get().phase !== "open") put({ answer: null });
	else ask(call);
}

/** The settings in words, as the address and the command have them. */
export const dialWords = ({ of, settings }: DialCall): string =>
	of === "own" ? writeSettings(settings, OWN_DIAL_RULES) : writeSettings(settings, DIAL_RULES);

type Change = Omit<Partial<DrawnSettings> & Partial<OwnSettings>, "radius"> & { radius?: number | null };

/** Sets some of it. What is dragged reaches the address only when it rests. */
export function setDial(change: Change, how: "push" | "soon" = "push"): void {
	const { call } = dialState.get();
	const next = { of: call.of, settings: { ...call.settings, ...freeOf(change) } } as DialCall;
	put({ call: next });
	writeLab({ at: dialWords(next) }, how);
	computeDial();
}

/** The radius on the dial; before the first answer of an own matrix, as far from 1 as it was turned. */
export const radiusNow = ({ call, answer, turned }: DialState): number =>
	call.settings.radius ?? answer?.ownRadius ?? 1 + turned;

/** Turns the dial. An own matrix whose radius is not known yet is turned as far once it is. */
export function setRadius(radius: number, how: "push" | "soon"): void {
	const { call, answer } = dialState.get();
	if (call.settings.radius !== null || answer || call.of === "drawn") setDial({ radius }, how);
	else put({ turned: radius - 1 });
}

/** The network's own radius again. */
export const resetRadius = () => setDial({ radius: null });

/** Another matrix: moves belong to the one before. */
export function chooseMatrix(of: DialCall["of"]): void {
	const { settings } = dialState.get().call;
	const { act, input, bias, seed } = settings;
	const shared = { act, input, bias, seed, move: [] };
	const call: DialCall =
		of === "own"
			? { of, settings: { ...settingsOr("", OWN_DIAL_RULES), ...shared } }
			: { of, settings: { ...settingsOr("", DIAL_RULES), ...shared } };
	put({ call, answer: null, taken: 0, turned: 0 });
	writeLab({ of: of === "own" ? "own" : "", at: dialWords(call) }, "push");
	computeDial();
}

/** Where an eigenvalue was put; undefined if it was not moved. */
export function placeOf({ settings: { move } }: DialCall, index: number): { re: number; im: number } | undefined {
	const at = move.findIndex((value, n) => n % 3 === 0 && value === index);
	return at < 0 ? undefined : { re: move[at + 1]!, im: move[at + 2]! };
}

/** The upper one of a pair: its number, and whether it is real. */
export function eigenvalueAt({ unmoved: { im } }: DialAnswer, at: number): { index: number; real: boolean } {
	const real = im[at] === 0;
	return { index: !real && im[at]! < 0 ? at - 1 : at, real };
}

/** Moves an eigenvalue, and its conjugate, to a place; undefined puts it back. */
export function moveEigenvalue(at: number, to: { re: number; im: number } | undefined, how: "push" | "soon"): void {
	const { answer, call } = dialState.get();
	if (!answer) return;
	const { index, real } = eigenvalueAt(answer, at);
	const { move } = call.settings;
	const others = Array.from({ length: move.length / 3 }, (_, n) => move.slice(3 * n, 3 * n + 3)).filter(
		([n]) => n !== index,
	);
	const upper = index === at ? 1 : -1;
	const entry = to ? [[index, round(to.re), real ? 0 : round(upper * to.im)]] : [];
	put({ taken: index });
	setDial({ move: [...others, ...entry].flat() }, how);
}

const round = (x: number) => Number(x.toFixed(3));

address.subscribe(() => {
	const { view, more } = address.get();
	const { call } = dialState.get();
	if (view !== "lab" || instrumentOf(more) !== "dial") return;
	const next = inAddress();
	if (next.of === call.of && dialWords(next) === dialWords(call)) return;
	put({ call: next, ...(next.of !== call.of && { answer: null }) });
	computeDial();
});
shownModel.subscribe(() => {
	if (dialState.get().call.of === "own" && instrumentOf() === "dial") computeDial();
});
