/** The gradient's way back: from which cost, how far, through which networks; and how much of it has been played. */
import { createStore } from "../../kit/store.ts";
import { drawnAs } from "../instrument/drawnAs.ts";
import { DROPPED } from "../instrument/droppedFile.ts";
import { Instrument } from "../instrument/instrument.ts";
import { choiceOfPage, instrument, shownModel } from "../instrument/shownModel.ts";
import { client } from "../live/session.ts";
import { optionsOf } from "../train/trainedOptions.ts";
import type { WayAnswer } from "../worker/instrument/cellCalls.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { cell, onNetwork } from "./cellState.ts";
import { Newest } from "./newest.ts";

/** A network whose way back is drawn. */
export interface WayOfNetwork {
	/** Id of a run; null for the network shown. */
	run: string | null;
	name: string | null;
	cell: string;
	/** Printable name of each of its own symbols, [V]. */
	labels: readonly string[];
	answer: WayAnswer | null;
	/** Symbols that it reads, if they cannot be aligned with the text shown. */
	otherUnit: string | null;
	/** Options of its training; null if not known. */
	k2: number | null;
	clipNorm: number | null;
	/** Whether it is an echo state network, whose training takes no gradient back in time. */
	isEcho: boolean;
	/** States besides h of a cell given by equations; undefined for another cell. */
	states?: readonly string[];
}

export interface WayState {
	/** Symbols whose loss counts, and steps to go back before them. */
	cost: number;
	back: number;
	networks: readonly WayOfNetwork[];
	/** Steps that are drawn, from the right; all if null. */
	played: number | null;
}

export const COSTS = [1, 4, 17] as const;
export const BACKS = [20, 60, 200] as const;
/** Runs next to the network shown, at most. */
export const MOST_OTHERS = 2;

export const way = createStore<WayState>({ cost: 1, back: 60, networks: [], played: null });
const newest = new Newest();
/** Runs that are compared with the network shown; one that is shown itself is none of them. */
let chosen: readonly string[] = [];
/** A run that reads the text of the network shown. */
interface Other {
	worker: Instrument;
	/** The network shown, and how many symbols of its text this one has. */
	facts: ModelFacts;
	to: number;
	opened: Promise<Omit<WayOfNetwork, "answer">>;
}
const others = new Map<string, Other>();
/** Symbols after the step that another network gets at once. */
const AHEAD = 4096;
let playing: ReturnType<typeof setTimeout> | undefined;

onNetwork(() => {
	way.set((now) => ({ ...now, networks: [], played: null }));
	choose(chosen.filter((run) => run !== shownModel.get().name.run));
});

export function chooseWay(change: Partial<Pick<WayState, "cost" | "back">>): void {
	way.set((now) => ({ ...now, ...change, played: null }));
	void followBack();
}

const trainedWith = (options: { cell?: unknown; k1?: unknown; k2?: unknown; clipNorm?: unknown }) => {
	if (options.cell === "esn") return { k2: null, clipNorm: null, isEcho: true };
	const number = (value: unknown) => (typeof value === "number" ? value : null);
	return { k2: number(options.k2) ?? number(options.k1), clipNorm: number(options.clipNorm), isEcho: false };
};

/** Computes the way back from the step shown, in the network shown and in those next to it. */
export async function followBack(): Promise<void> {
	const state = cell.get();
	if (!state) return;
	const { step, layer, facts } = state;
	const { cost, back } = way.get();
	const asked = { step, layer, ahead: cost - 1, back };
	const answer = await newest.ask(instrument, "cellBack", asked);
	if (!answer) return;
	const { name, title } = shownModel.get();
	const options = name.run === null ? optionsOfPage() : name.run === DROPPED ? {} : await optionsOfRun(name.run);
	const own = { run: null, name: title, ...cellOf(facts), labels: facts.labels, otherUnit: null, answer };
	const first: WayOfNetwork = { ...own, ...trainedWith(options) };
	const compared = facts.echo ? [] : chosen;
	const next = compared.map(async (run): Promise<WayOfNetwork> => {
		const { worker, opened } = otherOf(run, facts, step);
		const own = await opened;
		if (own.otherUnit !== null) return { ...own, answer: null };
		return { ...own, answer: await worker.ask("cellBack", { ...asked, layer: 0 }) };
	});
	const read = await Promise.allSettled(next); // one that cannot be read is left out: see otherOf
	const networks = [first, ...read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))];
	const now = cell.get();
	if (now?.step === step && now.facts === facts) way.set((now) => ({ ...now, networks }));
}

function cellOf(facts: ModelFacts): Pick<WayOfNetwork, "cell" | "states"> {
	const { cell, variant } = drawnAs(facts);
	return facts.own ? { cell: `own ${variant}`, states: facts.own.states } : { cell };
}

/** Without an answer of the server, the cut and the limit are not known and not drawn. */
async function optionsOfRun(run: string): Promise<{ cell?: unknown; k1?: unknown; k2?: unknown; clipNorm?: unknown }> {
	return client.run(run).then(
		({ options }) => options,
		() => ({}),
	);
}

function optionsOfPage(): { cell?: unknown; k1?: unknown; k2?: unknown; clipNorm?: unknown } {
	const choice = choiceOfPage();
	return choice ? optionsOf(choice) : {};
}

/** Draws the ways back of these runs below that of the network shown. */
export async function compareWith(runs: readonly string[]): Promise<void> {
	choose(runs);
	await followBack();
}

function choose(runs: readonly string[]): void {
	chosen = runs;
	for (const [run, { worker }] of others) {
		if (runs.includes(run)) continue;
		worker.close();
		others.delete(run);
	}
}

/** The run with the text shown, up to the step at least. */
function otherOf(run: string, facts: ModelFacts, step: number): Other {
	const known = others.get(run);
	const needed = Math.min(facts.symbols, step + Math.max(...COSTS) + 1);
	if (known?.facts === facts && known.to >= needed) return known;
	known?.worker.close();
	const to = Math.min(facts.symbols, step + AHEAD);
	const worker = new Instrument();
	const opened = openOther(run, worker, facts, to).catch((error: unknown) => {
		if (others.get(run)?.worker === worker) choose(chosen.filter((one) => one !== run));
		throw error;
	});
	const made = { worker, facts, to, opened };
	others.set(run, made);
	return made;
}

async function openOther(
	run: string,
	worker: Instrument,
	facts: ModelFacts,
	to: number,
): Promise<Omit<WayOfNetwork, "answer">> {
	const detail = await client.run(run);
	const { blob } = await client.weights(run, "best");
	const text = await instrument.ask("cellWords", { to });
	const opened = await worker.ask("open", { from: "file", bytes: await blob.arrayBuffer(), text });
	const otherUnit = opened.unit === facts.unit ? null : opened.unit;
	const drawn = detail.options.cell === "esn" ? { cell: "esn" } : cellOf(opened);
	return { run, name: detail.name, ...drawn, labels: opened.labels, otherUnit, ...trainedWith(detail.options) };
}

/** Draws the way back from right to left; a reader who asked for less motion sees all of it at once. */
export function playBack(): void {
	clearTimeout(playing);
	const steps = Math.max(0, ...way.get().networks.map(({ answer }) => answer?.steps.length ?? 0));
	const jump = matchMedia("(prefers-reduced-motion: reduce)").matches;
	const tick = (played: number) => {
		way.set((now) => ({ ...now, played: played >= steps ? null : played }));
		if (played < steps) playing = setTimeout(() => tick(played + 1), Math.max(20, 2400 / steps));
	};
	tick(jump ? steps : 1);
}
