/** The commands that print what a panel shows, for the network and the text that are open. */
import { choiceOfPage, shownModel } from "../instrument/shownModel.ts";
import { commandOf, fileOf } from "../train/taken.ts";

/** @param verb such as "cells find" @param rest its own arguments after the run */
export function modelCommands(verb: string, rest: string): { lines: string[]; ofPage: boolean } {
	const { name, title } = shownModel.get();
	const whole = verb === "replay"; // of the run from its first update to its last, on its own engine
	const noPart = name.part === "valid" || verb === "sample" || whole || rest.startsWith("own.txt");
	const part = noPart ? "" : ` --part ${name.part}`;
	const more = rest === "" ? "" : ` ${rest}`;
	const engine = verb === "claim" || whole ? "" : " --engine wasm-plain"; // a claim is always measured on it
	if (name.run !== null) {
		const checkpoint = name.checkpoint === "best" || whole ? "" : ` --checkpoint ${name.checkpoint}`;
		return {
			lines: [`npx sluice ${verb} ${quoted(title ?? "RUN")}${more}${part}${checkpoint}${engine}`],
			ofPage: false,
		};
	}
	const choice = choiceOfPage();
	const training = choice && fileOf(choice) !== null ? [`${commandOf(choice)} --run page`] : [];
	return {
		lines: [...training, `npx sluice ${verb} page${more}${part}${whole ? "" : " --checkpoint last"}${engine}`],
		ofPage: true,
	};
}

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
	/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** `--limit` where the page holds only the beginning of a longer text. */
export function limitFlag({ ids }: { ids: Int32Array }): string[] {
	const { textSymbols } = shownModel.get();
	return textSymbols !== null && textSymbols > ids.length ? [`--limit ${ids.length}`] : [];
}
