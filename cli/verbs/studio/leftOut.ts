/** The options of `sluice train` that the studio's form leaves out, each with its reason. The page has all others. */
import type { train } from "../train/spec.ts";

export const LEFT_OUT = {
	from: "names a run by its path; the view Runs forks and resumes runs",
	data: "names a file by its path",
	target: "belongs to the series, whose columns the page offers",
	text: "belongs to labelled sequences, which the page does not train on",
	label: "belongs to labelled sequences, which the page does not train on",
	question: "belongs to pairs, whose columns the page offers",
	answer: "belongs to pairs, whose columns the page offers",
	engine: "is chosen by the place: wasm-plain in the page, the fastest one on the machine",
	precision: "needs the native engine, whose bits the page could not train again",
	threads: "changes no bit of a training; the engine takes what there is",
	run: "names a folder; the server finds a free name, and the view Runs renames it",
	runs: "is the folder that the studio serves",
	tensorboard: "names a folder by its path; the view Runs draws the same curves",
	quiet: "has no meaning without a terminal",
} as const satisfies Partial<Record<keyof typeof train.flags, string>>;
