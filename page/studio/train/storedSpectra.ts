/**
 * The eigenvalues of a run on the machine, from its stored checkpoints: those that are kept when the picture opens, and
 * each new one while it trains.
 */
import { client } from "../live/session.ts";
import type { LiveRun } from "./liveRun.ts";

/** Kept checkpoints that are read when the picture opens, the newest ones. */
const MOST = 12;
/** Milliseconds between two looks for a new checkpoint. */
const EVERY_MS = 4000;

/** Reads until the returned function is called. */
export function followSpectra(run: LiveRun, id: string): () => void {
	let [closed, busy, again] = [false, false, false];
	const look = async () => {
		if (busy) {
			again = true;
			return;
		}
		busy = true;
		await readNew(run, id, () => closed).catch(() => undefined); // the next look reads what is missing
		busy = false;
		if (again && !closed) {
			again = false;
			void look();
		}
	};
	void look();
	const timer = setInterval(() => run.numbers.get().phase === "running" && void look(), EVERY_MS);
	let { phase } = run.numbers.get();
	const end = run.numbers.subscribe(() => {
		const now = run.numbers.get().phase;
		if (now !== phase) void look();
		phase = now;
	});
	return () => {
		closed = true;
		clearInterval(timer);
		end();
	};
}

async function readNew(run: LiveRun, id: string, closed: () => boolean): Promise<void> {
	const { checkpoints } = await client.run(id);
	const kept = checkpoints.slice(-MOST);
	const gone = run.spectra.filter(({ step }) => step > (checkpoints.at(-1) ?? 0));
	for (const spectrum of gone) run.spectra.splice(run.spectra.indexOf(spectrum), 1); // the run went back to a checkpoint
	for (const step of kept) {
		if (closed()) return;
		if (run.spectra.some((one) => one.step === step)) continue;
		const spectrum = await client.spectrum(id, step);
		if (closed() || !spectrum) return;
		run.addSpectra([spectrum]);
		run.spectra.sort((a, b) => a.step - b.step);
		run.changed();
		run.put({}); // the words of the panel
	}
}
