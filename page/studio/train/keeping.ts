/**
 * Keeps the training of the page over a reload of its address, and shows it again. Loaded when a training starts: after an
 * update of the page its file may be gone.
 */
import type { Snapshot } from "../../../src/training/snapshot.ts";
import { writeAddress } from "../address.ts";
import { address } from "../shell/location.ts";
import { say } from "../words/words.ts";
import { type Choice, isSeries } from "./choices.ts";
import { keepTraining, keptTraining } from "./keptTraining.ts";
import { LiveRun } from "./liveRun.ts";
import { ownSeries } from "./ownSeries.ts";
import { PageTraining } from "./pageTraining.ts";
import { giveOwnText, linkedText } from "./texts.ts";
import { beginStart, giveTraining, inPage, isNewestStart, showRun } from "./trainState.ts";

/** Says that something is kept for an address, so that a page without it starts at once. */
const KEPT_KEY = "sluice.kept";
/** Keeps a training that has paused or finished for a reload of its address. False if the browser forbids it or has no room. */
export async function keepPage(page: PageTraining, snapshot: Snapshot, running = false): Promise<boolean> {
	const { run, order, lines } = page;
	if (run.ofLesson || !page.choice) return false;
	const where = addressOf(page.choice);
	const marks = run.marks.map(({ step, words }) => ({ step, words: words() }));
	const series = isSeries(page.choice.data) ? ownSeries.get() : null;
	const { spectra, numbers } = run;
	const kept = {
		...{ address: where, order, snapshot, numbers: numbers.get(), lines },
		...{ spectra: spectra.slice(-50), marks, series, running },
	};
	try {
		await keepTraining(kept);
		localStorage.setItem(KEPT_KEY, where);
		return true;
	} catch {
		return false;
	}
}

/** Pauses a training that runs in the page and keeps it, so that it goes on when the page is loaded again. False if it would be lost. */
export async function keepForReload(): Promise<boolean> {
	const page = inPage();
	if (page?.run.numbers.get().phase !== "running") return true;
	page.onEnded = () => {};
	const snapshot = await page.pause(10_000);
	return snapshot !== undefined && keepPage(page, snapshot, true);
}

/** Shows the training that was kept for this address. False if there is none. */
export async function showKept(): Promise<boolean> {
	const { choice } = address.get();
	const where = addressOf(choice);
	if (localStorage.getItem(KEPT_KEY) !== where) return false;
	const mine = beginStart();
	const kept = await keptTraining(where).catch(() => undefined);
	if (!kept || !isNewestStart(mine)) return !isNewestStart(mine);
	const linked = choice.data === "own" ? await linkedText() : null;
	if (linked !== null && "text" in kept.order.data && kept.order.data.text !== linked) return false; // of another text
	const { order, snapshot, numbers, lines, spectra, marks, series } = kept;
	if (series) ownSeries.set(series);
	if (choice.data === "own" && "text" in order.data) giveOwnText(order.data.text);
	const run = new LiveRun();
	for (const log of ["metrics", "samples", "records"] as const) run.lines(log, lines[log]);
	run.spectra.push(...spectra);
	run.marks.push(...marks.map(({ step, words }) => ({ step, words: () => words })));
	if (kept.otherBuild) run.marks.push({ step: numbers.step, words: () => say("train.otherBuild") });
	run.put({ ...numbers, checkpoints: [] });
	const page = new PageTraining(order, run);
	page.standAt(snapshot, lines);
	page.onEnded = (next) => void keepPage(page, next);
	page.choice = choice;
	giveTraining(showRun(run, choice), page);
	if (kept.running) page.resume();
	return true;
}

/** The address of a choice alone, whatever the view shows of it. */
const addressOf = (choice: Choice) =>
	writeAddress({ view: "train", choice, show: [], lock: [], receipt: "", more: {} });
