/** What is known of the network that an instrument shows. */
import type { Words } from "../../../studio/wire.ts";
import type { Choice } from "../train/choices.ts";
import type { LiveRun } from "../train/liveRun.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import type { ModelName } from "./modelName.ts";

/**
 * "missing": this page has trained no network yet. "noOwn": it lacks the reader's own text or series that the address names.
 * "noText": what it trains on is no text. "unpublished": an exported page lacks the series that the network reads. "gone": the
 * dropped file that the address names is not here any more.
 */
export type ModelPhase = "opening" | "open" | "missing" | "noOwn" | "noText" | "unpublished" | "gone" | "failed";

export interface ShownModel {
	phase: ModelPhase;
	name: ModelName;
	/** Name of the run; null for another network. */
	title: string | null;
	/** Updates behind the weights; null if only the server knows. */
	step: number | null;
	/** What a network of this page was trained with; null for another network. */
	choice: Choice | null;
	/** The training that it is a state of, or that has no text, which another one may have replaced by now; null for another network. */
	training: LiveRun | null;
	/** Text of the page, or "own", that is read because the network has none; null if it has one. */
	sample: string | null;
	/** Whether it is the network that comes with the page, as long as the page's own is not trained. */
	standIn: boolean;
	/** Symbols of the whole part, of which the network's text may be the first ones; null before it is open. */
	textSymbols: number | null;
	facts: ModelFacts | null;
	/** Grows with each network that is opened, so that nothing of the one before is shown with it. */
	opened: number;
	failure: Words | null;
}
