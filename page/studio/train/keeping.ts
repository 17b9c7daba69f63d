/**
 * Keeps the trainings of the page over a reload of their address, and takes them up again. Loaded when a training starts:
 * after an update of the page its file may be gone.
 */
import type { Snapshot } from "../../../src/training/snapshot.ts";
import { readAddress } from "../address.ts";
import { say } from "../words/words.ts";
import { isSeries } from "./choices.ts";
import { addressOf, keptAddress, type Owner, setKeptAddress } from "./keptAddress.ts";
import { type Kept, keepTraining, keptTraining } from "./keptTraining.ts";
import { LiveRun } from "./liveRun.ts";
import { ownSeries } from "./ownSeries.ts";
import { PageTraining } from "./pageTraining.ts";
import { giveOwnText, linkedText } from "./texts.ts";
import { type Held, inPage } from "./trainState.ts";

/** The states are stored in their order. */
let storing: Promise<unknown> = Promise.resolve();

/**
 * Keeps the state of a training for a reload of its address. False if the browser forbids it or has no room.
 * @param running it is not paused, and goes on by itself after the reload
 */
export async function keepState(page: PageTraining, snapshot: Snapshot, running: boolean): Promise<boolean> {
	const made = stateOf(page, snapshot, running);
	if (!made) return false;
	const [kept, owner] = made;
	const stored = storing.then(() => keepTraining(kept, owner));
	storing = stored.catch(() => undefined);
	try {
		await stored; // the browser may forbid it or have no room
		setKeptAddress(owner, kept.address);
		return true;
	} catch {
		return false;
	}
}

function stateOf({ run, choice, order, lines }: PageTraining, snapshot: Snapshot, running: boolean) {
	if (!choice) return undefined;
	const marks = run.marks.map(({ step, words }) => ({ step, words: words() }));
	const kept: Kept = {
		...{ address: addressOf(choice), order, snapshot, numbers: run.numbers.get() },
		lines: { metrics: [...lines.metrics], samples: [...lines.samples], records: [...lines.records] },
		...{ spectra: run.spectra.slice(-50), marks, series: isSeries(choice.data) ? ownSeries.get() : null, running },
	};
	return [kept, run.ofLesson ? "figure" : "last"] as const;
}

/** Pauses a training that runs in the page and keeps it, so that it goes on when the page is loaded again. False if it would be lost. */
export async function keepForReload(): Promise<boolean> {
	const page = inPage();
	if (page?.run.numbers.get().phase !== "running") return true;
	page.onState = () => {};
	const snapshot = await page.pause(10_000);
	return snapshot !== undefined && keepState(page, snapshot, true);
}

/** What was kept, as a training that is held. Undefined if nothing was, or if the page's link brings another text. */
export async function keptOf(owner: Owner): Promise<Held | undefined> {
	const kept = await keptTraining(owner).catch(() => undefined);
	if (!kept || kept.address !== keptAddress(owner)) return undefined;
	const { order, snapshot, numbers, lines, spectra, marks, series, running } = kept;
	const { choice } = readAddress(kept.address);
	const linked = choice.data === "own" ? await linkedText() : null;
	if (linked !== null && "text" in order.data && order.data.text !== linked) return undefined;
	if (series) ownSeries.set(series);
	if (choice.data === "own" && "text" in order.data) giveOwnText(order.data.text);
	const run = new LiveRun();
	run.choice = choice;
	run.ofLesson = owner === "figure";
	for (const log of ["metrics", "samples", "records"] as const) run.lines(log, lines[log]);
	run.spectra.push(...spectra);
	run.marks.push(...marks.map(({ step, words }) => ({ step, words: () => words })));
	if (kept.otherBuild) run.marks.push({ step: numbers.step, words: () => say("train.otherBuild") });
	run.put({ ...numbers, ...(running && { phase: "paused" as const }), checkpoints: [] });
	const page = new PageTraining(order, run);
	page.standAt(snapshot, lines);
	page.onState = (next, goesOn) => void keepState(page, next, goesOn);
	page.choice = choice;
	return { trained: choice, run, training: page, going: running };
}
