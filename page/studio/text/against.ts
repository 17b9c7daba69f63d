/** The network that is compared with the one shown: which one it is, the differences, and what they do to the colours. */
import type { Words } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import type { Found } from "../instrument/found.ts";
import { InstrumentError, isClosed } from "../instrument/instrument.ts";
import { inBackground, ofPage, shownModel } from "../instrument/shownModel.ts";
import { client } from "../live/session.ts";
import { failureWords } from "../runs/runWords.ts";
import { address } from "../shell/location.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import type { ContrastFound } from "../worker/instrument/twoNetworks.ts";
import { patternsOf } from "./finder.ts";
import { type Reading, reading } from "./reading.ts";
import { textWords } from "./textAddress.ts";
import { claimable, patternNow } from "./textStores.ts";

export interface Against {
	/** "off": no other network is chosen. "missing": the one of the address is not there. */
	phase: "off" | "opening" | "reading" | "done" | "failed" | "missing";
	progress: { done: number; total: number };
	/** Name of the other run; null for this page's training. */
	title: string | null;
	/** Updates behind its weights; null if only the server knows. */
	step: number | null;
	/** Checkpoints of the other run that are kept. */
	checkpoints: readonly number[];
	facts: ModelFacts | null;
	found: ContrastFound | null;
	failure: Words | null;
}

const OFF: Against = {
	...{ phase: "off", progress: { done: 0, total: 0 }, title: null, step: null, checkpoints: [] },
	...{ facts: null, found: null, failure: null },
};

export const against = createStore<Against>(OFF);
/** Places that are kept for each direction; the number of all is known. */
export const PLACES = 200;

let work: AbortController | undefined;
/** What is compared: text, network, other network, pattern. */
let shown = "";

/** Follows the address and the text until the returned function is called. */
export function followAgainst(): () => void {
	shown = "";
	const follow = () => void look();
	const ends = [address.subscribe(follow), reading.subscribe(follow), claimable.subscribe(follow)];
	follow();
	return () => {
		for (const end of ends) end();
		work?.abort();
		against.set(OFF);
	};
}

/** Ends the comparison that runs; the other network stays chosen. */
export function cancelAgainst(): void {
	work?.abort();
	against.set((now) => ({ ...now, phase: "off" }));
}

/** Compares once more what the address says. */
export function compareAgain(): void {
	shown = "";
	void look();
}

async function look(): Promise<void> {
	const now = reading.get();
	const { against: other, againstCheckpoint } = textWords();
	const pattern = patternNow();
	if (address.get().view !== "text") return;
	const of = now && other !== null ? `${now.model.weightsSha256} ${now.ids.length} ${other} ${againstCheckpoint}` : "";
	const wanted = of === "" ? "" : `${of} ${pattern}`;
	if (wanted === shown) return;
	const same = of !== "" && shown.startsWith(`${of} `) && against.get().phase === "done";
	shown = wanted;
	work?.abort();
	if (of === "") return against.set(OFF);
	work = new AbortController();
	await compare(now!, { same, pattern, signal: work.signal });
}

interface Asked {
	/** Whether the other network is open already, and only the pattern is another. */
	same: boolean;
	pattern: string;
	signal: AbortSignal;
}

async function compare(now: Reading, { same, pattern, signal }: Asked): Promise<void> {
	const put = (some: Partial<Against>) => {
		if (!signal.aborted && reading.get() === now) against.set((was) => ({ ...was, ...some }));
	};
	try {
		const worker = await inBackground();
		if (!same) {
			put({ ...OFF, phase: "opening" });
			const other = await otherNetwork();
			if (!other) return put({ phase: "missing" });
			const { bytes, title, step, checkpoints } = other;
			const facts = await worker.ask("openOther", { other: bytes }, { signal });
			put({ phase: "reading", title, step, checkpoints, facts });
		}
		const asked = await patternsOf(pattern);
		const patterns = typeof asked === "string" ? {} : asked;
		const found = await worker.ask(
			"contrast",
			{ ...patterns, places: PLACES },
			{ signal, onProgress: (done, total) => put({ progress: { done, total } }) },
		);
		put({ phase: "done", found });
	} catch (error) {
		if (isClosed(error)) {
			if (!signal.aborted) shown = ""; // another network has been opened, and is compared anew
			return;
		}
		const failure = error instanceof InstrumentError ? error.words : wordsOf(error);
		put({ phase: "failed", failure, found: null });
	}
}

const wordsOf = (error: unknown): Words => ({ en: failureWords(error), ko: failureWords(error) });

async function otherNetwork(): Promise<(Found & { checkpoints: readonly number[] }) | undefined> {
	const { against: other, againstCheckpoint } = textWords();
	if (other === "page") {
		const at = typeof againstCheckpoint === "number" ? againstCheckpoint : undefined;
		const found = await ofPage(shownModel.get().name.part, at);
		return found && { ...found, checkpoints: [] };
	}
	const { name, best, checkpoints } = await client.run(other!);
	const { blob } = await client.weights(other!, againstCheckpoint);
	const step =
		typeof againstCheckpoint === "number"
			? againstCheckpoint
			: againstCheckpoint === "best"
				? (best?.step ?? null)
				: (checkpoints.at(-1) ?? null);
	const bytes = { from: "file", bytes: await blob.arrayBuffer(), text: new Int32Array(0) } as const;
	return { bytes, title: name, step, checkpoints };
}

/** The differences that colour the text; null while the unit does. */
export function paintedGain(): Float64Array | null {
	const { phase, found } = against.get();
	return phase === "done" && found && textWords().byDifference ? found.gain : null;
}

/** Lowest and highest difference of each span of the map. */
export function gainExtremes(
	gain: Float64Array,
	{ spanSymbols, spans }: Reading,
): { low: Float32Array; high: Float32Array } {
	const low = new Float32Array(spans).fill(Number.POSITIVE_INFINITY);
	const high = new Float32Array(spans).fill(Number.NEGATIVE_INFINITY);
	for (let at = 0; at < gain.length; at++) {
		const value = gain[at]!;
		if (Number.isNaN(value)) continue;
		const span = Math.floor(at / spanSymbols);
		if (value < low[span]!) low[span] = value;
		if (value > high[span]!) high[span] = value;
	}
	return { low, high };
}
