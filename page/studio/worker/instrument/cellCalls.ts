/** What the view Cell asks: a step explained or changed, the reason of a number, and the gradient's way back. */
import { toLog10 } from "../../../../src/diagnosis/logNumbers.ts";
import { wayBack } from "../../../../src/diagnosis/wayBack.ts";
import { changedStep } from "../../../../src/interpretation/changedStep.ts";
import { whyChanged } from "../../../../src/interpretation/changedWhy.ts";
import { parseClamp } from "../../../../src/interpretation/clamp.ts";
import { explainStep, type StepExplanation } from "../../../../src/interpretation/explain.ts";
import { StepStates } from "../../../../src/interpretation/stepStates.ts";
import { type WhyNumber, whyNumber } from "../../../../src/interpretation/why.ts";
import type { ShownChange, ShownStep, StepAsked, WayAnswer, WayStep, WhyAsked } from "./cellAnswers.ts";
import { type Opened, openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

export type { ShownChange, ShownStep, WayAnswer, WayStep } from "./cellAnswers.ts";

/** The calls of an echo state network on a task or a series come when one is opened. */
const echoCalls = () => import("./echo/echoCalls.ts");

const kept = new WeakMap<Opened, { states: StepStates; last?: { asked: string; step: StepExplanation } }>();

function keptOf(opened: Opened) {
	let found = kept.get(opened);
	if (!found) kept.set(opened, (found = { states: new StepStates(opened, opened.text) }));
	return found;
}

export async function cellStep(work: Work, { step, layer, ahead }: StepAsked): Promise<ShownStep> {
	if (work.echo) return (await echoCalls()).echoStep(work.echo, { step, layer, ahead }, work.signal);
	const opened = openedOf(work);
	const own = keptOf(opened);
	const asked = `${step} ${layer} ${ahead}`;
	if (own.last?.asked !== asked) {
		const { signal } = work;
		own.last = { asked, step: await explainStep(opened, opened.text, { step, layer, ahead, signal }, own.states) };
	}
	return own.last.step;
}

/** Steps of the sequence that an echo state network on a task or a series reads. */
export const cellStretch = async (work: Work, asked: { from: number; count: number }) =>
	(await echoCalls()).echoStretch(work.echo!, asked, work.signal);

/** Symbols of the text, from `from` on. */
export const cellText = (work: Work, { from, count }: { from: number; count: number }) =>
	openedOf(work).ids.slice(from, from + count);

export async function cellChange(
	work: Work,
	{ step, layer, set }: { step: number; layer: number; set: readonly string[] },
): Promise<ShownChange> {
	if (work.echo) return (await echoCalls()).echoChange(work.echo, { step, set }, work.signal);
	const opened = openedOf(work);
	const changes = set.map((words) => parseClamp(opened.weights.spec, words));
	return changedStep(opened, opened.text, { step, layer, changes, signal: work.signal }, keptOf(opened).states);
}

export async function cellWhy(work: Work, { name, index, set, ...asked }: WhyAsked): Promise<WhyNumber | null> {
	if (work.echo) return (await echoCalls()).echoWhy(work.echo, { name, index, set, ...asked }, work.signal);
	const { weights } = openedOf(work);
	const place = { name, index };
	const step = await cellStep(work, asked);
	if (set.length === 0) return whyNumber(weights, step, place) ?? null;
	const { forward } = await cellChange(work, { ...asked, set });
	const changes = set.map((words) => parseClamp(weights.spec, words));
	return whyChanged(weights, step, { changes, forward }, place) ?? null;
}

export async function cellBack(work: Work, { layer, ...asked }: StepAsked & { back: number }): Promise<WayAnswer> {
	if (work.echo) return (await echoCalls()).echoBack(work.echo, { layer, ...asked }, work.signal);
	const opened = openedOf(work);
	const { states } = keptOf(opened);
	const { first, layers, weights, ...cost } = await wayBack(opened, opened.text, asked, (at) =>
		states.before(at, work.signal),
	);
	const { h, c, memory, open } = layers[Math.min(layer, layers.length - 1)]!;
	const steps = Array.from(h, (size, t): WayStep => {
		const gated = memory && { memory: log10(memory[t]!), open: open![t]! };
		const place = { step: first + t, id: opened.ids[first + t]! };
		return { ...place, h: log10(size), ...(c && { c: log10(c[t]!) }), ...gated };
	});
	return { ...cost, weights: log10(weights), steps };
}

const log10 = (log2: number) => (log2 === Number.NEGATIVE_INFINITY ? null : toLog10(log2));

/** The text as characters, up to a symbol: another network reads it with symbols of its own. */
export const cellWords = (work: Work, { to }: { to: number }) => {
	const { vocabulary, ids } = openedOf(work);
	return vocabulary.decode(ids.slice(0, to));
};
