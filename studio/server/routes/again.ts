/**
 * Training computed again: a replay of any update, the receipt of the first ones, and a second future. A fork is a process
 * of its own; the others are computed here, one at a time, and give up when the page that asked has gone.
 */
import { fail } from "../../../src/errors/index.ts";
import { makeReceipt, type ReplayHooks, replay as replayUpdate } from "../../../src/index.ts";
import type { Events, Started } from "../../wire.ts";
import { fieldsOf, need, objectOf, textOf, wholeOf } from "../body.ts";
import type { Asked, Handler } from "../handler.ts";
import { idOf } from "../runIds.ts";
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
	const run = studio.ids.nameOf(asked.id);
	const { values: _, ...facts } = await alone(studio, asked, "replay", (hooks) =>
		replayUpdate({ run, runs: studio.runs, update: update! }, hooks),
	);
	return facts;
};

export const receipt: Handler = async (studio, asked) => {
	const fields = fieldsOf(asked.body, ["updates"]);
	const updates = wholeOf(fields, "updates", 1, 1_000_000);
	const run = studio.ids.nameOf(asked.id);
	return alone(studio, asked, "receipt", (hooks) =>
		makeReceipt({ run, runs: studio.runs, ...(updates !== undefined && { updates }) }, hooks),
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
