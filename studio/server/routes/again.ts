/**
 * Training computed again: a replay of any update, the receipt of the first ones, and a second future. A fork is a process
 * of its own; the others are computed here, one at a time, and give up when the page that asked has gone.
 */
import { fail } from "../../../src/errors/index.ts";
import { makeReceipt, type ReplayHooks } from "../../../src/index.ts";
import type { BatchBlock, StateBlock } from "../../wire/replayMessages.ts";
import type { Events, Json, Started } from "../../wire.ts";
import { fieldsOf, need, objectOf, textOf, wholeOf } from "../body.ts";
import type { Asked, Handler } from "../handler.ts";
import { idOf } from "../idOf.ts";
import { batchBlock, stateBlock } from "../replayBlocks.ts";
import type { Replayed } from "../replays.ts";
import type { Studio } from "../studio.ts";
import { runName } from "./changes.ts";
import { freeName } from "./training.ts";

const MOST_UPDATES = 1e12;
const EVERY_MS = 250;
const working = new WeakSet<Studio>();

export const replay: Handler = async (studio, asked) => {
	const fields = fieldsOf(asked.body, ["update"]);
	const update = wholeOf(fields, "update", 0, MOST_UPDATES);
	need("update", update !== undefined, `0..${MOST_UPDATES}`);
	const { values: _, ...facts } = (await replayed(studio, asked, update!)).update;
	const layers = facts.layers.map((layer) => mapValues(layer, thinned));
	return { ...facts, layers };
};

/** Pictures of the update that was just replayed; of another one if a page asks for it, which then takes as long. */
export const replayBlock: Handler = async (studio, asked): Promise<BatchBlock | StateBlock> => {
	const fields = fieldsOf(asked.body, ["update", "of", "lane", "layer", "step", "unit"]);
	const update = wholeOf(fields, "update", 1, MOST_UPDATES);
	need("update", update !== undefined, `1..${MOST_UPDATES}`);
	const of = textOf(fields, "of", 8);
	const [lane, layer, step, unit] = ["lane", "layer", "step", "unit"].map(
		(key) => wholeOf(fields, key, 0, 1e9) ?? 0,
	) as [number, number, number, number];
	const found = await replayed(studio, asked, update!);
	const ask = { of, lane, layer, step, unit };
	return of === "batch" ? batchBlock(found, ask) : stateBlock(found, ask);
};

async function replayed(studio: Studio, asked: Asked, update: number): Promise<Replayed> {
	const place = studio.ids.placeOf(asked.id);
	const { replays } = studio;
	return replays.kept(place, update) ?? alone(studio, asked, "replay", (hooks) => replays.at(place, update, hooks));
}

/** Most steps of a layer's gradient in an answer; a longer one is thinned evenly, its first and last step kept. */
const MOST_POWERS = 4000;

/** Numbers that JSON lacks by name, as the command line prints them. */
function thinned(log10: readonly number[]): Json[] {
	const many = Math.min(MOST_POWERS, log10.length);
	const at = (n: number) => (many < 2 ? n : Math.round((n * (log10.length - 1)) / (many - 1)));
	return Array.from({ length: many }, (_, n) => {
		const value = log10[at(n)]!;
		return Number.isFinite(value) ? value : String(value);
	});
}

const mapValues = <T>(object: Record<string, T> | object, map: (value: T) => Json) =>
	Object.fromEntries(Object.entries(object as Record<string, T>).map(([key, value]) => [key, map(value)]));

export const receipt: Handler = async (studio, asked) => {
	const fields = fieldsOf(asked.body, ["updates"]);
	const updates = wholeOf(fields, "updates", 1, 1_000_000);
	const { run, runs } = studio.ids.placeOf(asked.id);
	return alone(studio, asked, "receipt", (hooks) =>
		makeReceipt({ run, runs, ...(updates !== undefined && { updates }) }, hooks),
	);
};

export const fork: Handler = async (studio, { id, body }): Promise<Started> => {
	const fields = fieldsOf(body, ["update", "change", "name"]);
	studio.trainings.refuseSecond();
	const update = wholeOf(fields, "update", 0, MOST_UPDATES);
	need("update", update !== undefined, `0..${MOST_UPDATES}`);
	const parent = studio.ids.nameOf(id);
	const name = fields.name === undefined ? freeName(studio, `${parent}-fork`) : runName(textOf(fields, "name"));
	if (studio.reader.names().includes(name)) throw fail("E_RUN_EXISTS", { name, folder: name });
	const argv = studio.commands.fork(parent, { update: update!, change: objectOf(fields.change ?? {}), run: name });
	await studio.trainings.start(name, argv);
	return { id: idOf(name), name };
};

/** Does one work at a time, and tells how far it is. @throws E_STUDIO_WORK while another one is at work. */
async function alone<T>(
	studio: Studio,
	{ id, signal }: Pick<Asked, "id" | "signal">,
	what: Events["work"]["what"],
	work: (hooks: ReplayHooks) => Promise<T>,
): Promise<T> {
	if (working.has(studio)) throw fail("E_STUDIO_WORK", {});
	working.add(studio);
	let told = 0;
	const onProgress = (done: number, total: number) => {
		if (performance.now() - told < EVERY_MS) return;
		told = performance.now();
		studio.events.add("work", { id, what, done, total });
	};
	try {
		return await work({ signal, onProgress });
	} finally {
		working.delete(studio);
	}
}
