/** The commands that print what a panel shows, for the network and the text that are open. */
import { shownModel } from "../instrument/shownModel.ts";
import { commandOf, fileOf } from "../train/taken.ts";
import { newestOfPage } from "../train/trainState.ts";

/**
 * @param verb such as "cells find" @param rest its own arguments after the run
 * @param saving options of the page's training, so that the command keeps an earlier state too
 */
export function modelCommands(verb: string, rest: string, saving = ""): { lines: string[]; ofPage: boolean } {
	const { name, title } = shownModel.get();
	const part = name.part === "valid" || verb === "sample" || rest.startsWith("own.txt") ? "" : ` --part ${name.part}`;
	const more = rest === "" ? "" : ` ${rest}`;
	const engine = verb === "claim" ? "" : " --engine wasm-plain"; // a claim is always measured on it
	if (name.run !== null) {
		const checkpoint = name.checkpoint === "best" ? "" : ` --checkpoint ${name.checkpoint}`;
		return {
			lines: [`npx sluice ${verb} ${quoted(title ?? "RUN")}${more}${part}${checkpoint}${engine}`],
			ofPage: false,
		};
	}
	const choice = newestOfPage()?.choice;
	const training = choice && fileOf(choice) !== null ? [`${commandOf(choice)}${saving} --run page`] : [];
	return {
		lines: [...training, `npx sluice ${verb} page${more}${part} --checkpoint last${engine}`],
		ofPage: true,
	};
}

/** The command that trains the page's own network; "" if there is none on a text. */
export function trainingCommand(saving = ""): string {
	const choice = newestOfPage()?.choice;
	return choice && fileOf(choice) !== null ? `${commandOf(choice)}${saving} --run page` : "";
}

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
	/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** `--limit` where the page holds only the beginning of a longer text. */
export function limitFlag({ ids }: { ids: Int32Array }): string[] {
	const { textSymbols } = shownModel.get();
	return textSymbols !== null && textSymbols > ids.length ? [`--limit ${ids.length}`] : [];
}
