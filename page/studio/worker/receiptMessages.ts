/** What the page and the worker of receipts say to each other. */
import type { GivenOptions } from "../../../src/training/options/options.ts";
import type { PageData } from "./messages.ts";

export type ReceiptOrder =
	/** Trains a receipt's updates again. `text`: the bytes of its text, if the page itself does not have it. */
	| { type: "check"; receipt: string; text?: ArrayBuffer }
	/** Makes a receipt of the first `updates` of a training. */
	| { type: "make"; data: PageData; options: GivenOptions; updates: number };

/** What a receipt is about. */
export interface ReceiptFacts {
	model: string;
	/** Name of the task; null for a text. */
	task: string | null;
	textSha256: string | null;
	seed: number;
	updates: number;
	weightsSha256: string;
}

export type ReceiptNews =
	| { type: "facts"; facts: ReceiptFacts }
	/** The text is not one of the page's. */
	| { type: "text" }
	| { type: "progress"; done: number; total: number }
	| {
			type: "checked";
			same: boolean;
			update: number | null;
			tensor: string | null;
			code: string | null;
			digest: string | null;
	  }
	| { type: "made"; link: string }
	| { type: "failed"; code: string; params: unknown };
