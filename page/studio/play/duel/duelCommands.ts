/** The command that prints what each symbol costs the network and the n-grams. */
import { shownModel } from "../../instrument/shownModel.ts";
import { runOf } from "../type/typeCommand.ts";
import { duelState } from "./duelState.ts";

export const HELD_OUT = "held-out.txt";
export const TRAINING = "training.txt";

/** A network that came with the page became a run without a text: it reads the two files that the page saves. */
export function duelCommands(): string[] {
	const { rules, found } = duelState.get();
	const { name } = shownModel.get();
	const { before, run, checkpoint } = runOf();
	const limit = found ? ` --limit ${found.from + found.ids.length}` : "";
	const part = name.part === "valid" ? "" : ` --part ${name.part}`;
	const read = name.stored === null ? part : ` ${HELD_OUT} --count-on ${TRAINING}`;
	const asked = `--ngrams ${rules.order}${limit} --jsonl`;
	return [...before, `npx sluice predictions ${run}${read} ${asked}${checkpoint} --engine wasm-plain`];
}
