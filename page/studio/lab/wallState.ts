/** The error wall: where the ball starts, its two walks, and the surface, which comes coarse to fine. */

import { settingsOr, writeSettings } from "../../../src/diagnosis/lab/settings.ts";
import type { PlaneSettings, WallSettings } from "../../../src/diagnosis/lab/wallPoint.ts";
import { PLANE_RULES, SIDE, WALL_RULES } from "../../../src/diagnosis/lab/wallRules.ts";
import { createStore } from "../../kit/store.ts";
import { Instrument, InstrumentError, isClosed } from "../instrument/instrument.ts";
import { inBackground, instrument, shownModel } from "../instrument/shownModel.ts";
import { address } from "../shell/location.ts";
import type { WalkAnswer, WallCall } from "../worker/instrument/lab/wallCall.ts";
import { freeOf, instrumentOf, writeLab } from "./labAddress.ts";
import { latest } from "./latest.ts";
import { pointsOf, STRIDES } from "./wallPoints.ts";

export interface WallState {
	call: WallCall;
	walks: WalkAnswer | null;
	/** Losses, [SIDE,SIDE], row j from the bottom; NaN where none is known yet. */
	grid: Float64Array;
	/** Smallest stride that is complete; Infinity before the first. */
	stride: number;
	/** Least and largest loss of the scale, fixed by the first stride. */
	scale: readonly [low: number, high: number];
	/** Update that is shown. */
	shown: number;
	playing: boolean;
	failure: InstrumentError | null;
}

/** Screen of a lesson that was shown last. */
let screen: string | undefined;

/** The update at which an address begins: the last one, and on the screen of a lesson, whose reader presses Play, the first. */
function firstShown({ settings }: WallCall): number {
	screen = address.get().more.lesson;
	return screen === undefined ? settings.updates : 0;
}

const empty = () => new Float64Array(SIDE * SIDE).fill(Number.NaN);
const blank = { grid: empty(), stride: Number.POSITIVE_INFINITY, scale: [0, 0.49] as const };
export const wallState = createStore<WallState>({
	...{ call: inAddress(), walks: null, ...blank, shown: firstShown(inAddress()), playing: false, failure: null },
});
const put = (some: Partial<WallState>) => wallState.set((now) => ({ ...now, ...some }));

function inAddress(): WallCall {
	const { of, at } = address.get().more;
	if (of === "own") return { of: "own", settings: settingsOr(at, PLANE_RULES) };
	return { of: "paper", settings: settingsOr(at, WALL_RULES) };
}

export const wallWords = ({ of, settings }: WallCall): string =>
	of === "own" ? writeSettings(settings, PLANE_RULES) : writeSettings(settings, WALL_RULES);

const failed = (error: unknown) => put({ failure: error instanceof InstrumentError ? error : null });
const walk = latest(
	(call: WallCall) => instrument.ask("walk", call),
	(walks, { of }) => of === wallState.get().call.of && put({ walks, failure: null }),
	failed,
);

const canCompute = ({ of }: WallCall) => of === "paper" || shownModel.get().phase === "open";

/** Computes both walks, and the surface if it is another one. */
export function computeWall(): void {
	const { call } = wallState.get();
	if (!canCompute(call)) {
		abort?.abort();
		surface = "";
		put({ walks: null, ...blank, grid: empty() });
		return;
	}
	walk(call);
	void computeSurface(call);
}

/** What the surface depends on, of the one that is drawn. */
let surface = "";
let abort: AbortController | undefined;
let paperWorker: Instrument | undefined;

async function computeSurface(call: WallCall): Promise<void> {
	const key = surfaceKey(call);
	if (key === surface) return;
	surface = key;
	abort?.abort();
	abort = new AbortController();
	const { signal } = abort;
	const grid = empty();
	put({ ...blank, grid });
	try {
		paperWorker ??= new Instrument();
		const worker = call.of === "paper" ? paperWorker : await inBackground();
		for (const stride of STRIDES) {
			const losses = await worker.ask("losses", { ...call, stride }, { signal });
			const points = pointsOf(stride);
			for (let n = 0; n < losses.length; n++) grid[points[2 * n + 1]! * SIDE + points[2 * n]!] = losses[n]!;
			put({
				grid: grid.slice(),
				stride,
				...(stride === STRIDES[0] && call.of === "own" && { scale: scaleOf(losses) }),
			});
		}
	} catch (error) {
		if (signal.aborted) return;
		if (isClosed(error)) surface = "";
		else failed(error);
	}
}

function surfaceKey(call: WallCall): string {
	if (call.of === "paper") return "paper";
	const { span, steps, from, seed } = call.settings;
	return JSON.stringify([span, steps, from, seed, shownModel.get().facts?.weightsSha256, shownModel.get().name]);
}

function scaleOf(losses: Float64Array): readonly [number, number] {
	const finite = losses.filter(Number.isFinite);
	return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}

/** Ends the work on the surface; what is there stays. */
export function stopSurface(): void {
	abort?.abort();
	abort = undefined;
	surface = "";
}

export function setWall(change: Partial<WallSettings> & Partial<PlaneSettings>, how: "push" | "soon" = "push"): void {
	const { call } = wallState.get();
	const next = { of: call.of, settings: { ...call.settings, ...freeOf(change) } } as WallCall;
	put({ call: next, playing: false, shown: next.settings.updates });
	writeLab({ at: wallWords(next) }, how);
	computeWall();
}

/** Where the ball starts. */
export function placeBall([x, y]: readonly [number, number], how: "push" | "soon"): void {
	const [a, b] = [Number(x.toFixed(4)), Number(y.toFixed(4))];
	setWall(wallState.get().call.of === "paper" ? { w: a, b } : { x: a, y: b }, how);
}

export const ballOf = ({ of, settings }: WallCall): [number, number] =>
	of === "paper" ? [settings.w, settings.b] : [settings.x, settings.y];

export function chooseSurface(of: WallCall["of"]): void {
	const call: WallCall =
		of === "own" ? { of, settings: settingsOr("", PLANE_RULES) } : { of, settings: settingsOr("", WALL_RULES) };
	put({ call, walks: null, playing: false, shown: call.settings.updates });
	writeLab({ of: of === "own" ? "own" : "", at: "" }, "push");
	computeWall();
}

let timer: ReturnType<typeof setInterval> | undefined;

export function showUpdate(shown: number): void {
	clearInterval(timer);
	put({ shown, playing: false });
}

/** Plays the walks, ten updates a second, from the start if they are at their end. */
export function playWalks(): void {
	clearInterval(timer);
	const { playing, shown, call } = wallState.get();
	if (playing) {
		put({ playing: false });
		return;
	}
	put({ playing: true, shown: shown >= call.settings.updates ? 0 : shown });
	timer = setInterval(() => {
		const now = wallState.get();
		const next = now.shown + 1;
		const ends = next >= now.call.settings.updates || !now.playing;
		if (ends) clearInterval(timer);
		if (now.playing) put({ shown: next, playing: !ends });
	}, 100);
}

address.subscribe(() => {
	const { view, more } = address.get();
	if (view !== "lab" || instrumentOf(more) !== "wall") return;
	const { call } = wallState.get();
	const next = inAddress();
	if (next.of === call.of && wallWords(next) === wallWords(call)) {
		if (more.lesson !== screen) put({ shown: firstShown(call), playing: false });
		return;
	}
	put({ call: next, shown: firstShown(next), ...(next.of !== call.of && { walks: null }) });
	computeWall();
});
shownModel.subscribe(() => {
	if (wallState.get().call.of === "own" && instrumentOf() === "wall") computeWall();
});
