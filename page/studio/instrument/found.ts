/** A network that was found for an address, before a worker opens it. */
import type { Published } from "../../../studio/wire.ts";
import type { Choice } from "../train/choices.ts";
import type { LiveRun } from "../train/liveRun.ts";
import type { EchoBytes } from "../worker/instrument/echo/openEcho.ts";
import type { ModelBytes, ModelFacts } from "../worker/instrument/open.ts";

export interface Found<B = ModelBytes> {
	bytes: B;
	title: string | null;
	step: number | null;
	/** Absent for a dropped file: the worker chooses. */
	sample?: Published["sample"];
	standIn?: boolean;
	choice?: Choice;
	training?: LiveRun;
	/** Of an echo state network on a text. */
	reservoir?: ModelFacts["reservoir"];
	/** Symbols of the whole part, if the text is a beginning of it. */
	symbols?: number;
}
export type FoundEcho = Found<EchoBytes>;
