/** The commands that print what a panel shows, for the network and the text that are open. */
import { quoted } from "../../kit/shellWord.ts";
import { DROPPED, IMPORTED, importCommand } from "../instrument/droppedFile.ts";
import { choiceOfPage, shownModel } from "../instrument/shownModel.ts";
import { commandOf, fileOf, pageFile } from "../train/taken.ts";

/**
 * @param verb such as "cells find" @param rest its own arguments after the run
 * @param saving options of the page's training, so that the command keeps an earlier state too
 */
export function modelCommands(verb: string, rest: string, saving = ""): { lines: string[]; ofPage: boolean } {
	const { name, title, sample } = shownModel.get();
	const whole = verb === "replay"; // of the run from its first update to its last, on its own engine
	const own = rest.startsWith("own.txt");
	const file = sample !== null && !own && verb !== "sample" ? ` ${pageFile(sample)}` : "";
	const noPart = sample !== null || name.part === "valid" || verb === "sample" || whole || own;
	const part = noPart ? "" : ` --part ${name.part}`;
	const more = rest === "" ? "" : ` ${rest}`;
	const engine = verb === "claim" || whole ? "" : " --engine wasm-plain"; // a claim is always measured on it
	if (name.run !== null) {
		// These read the run's own text alone.
		if (sample !== null && (verb === "claim" || whole)) return { lines: [], ofPage: false };
		const checkpoint = name.checkpoint === "best" || whole ? "" : ` --checkpoint ${name.checkpoint}`;
		return {
			lines: [
				...imported(),
				`npx sluice ${verb} ${quoted(name.run === DROPPED ? IMPORTED : (title ?? "RUN"))}${more}${part}${checkpoint}${engine}${file}`,
			],
			ofPage: false,
		};
	}
	const training = trainingCommand(saving);
	return {
		lines: [
			...(training === "" ? [] : [training]),
			`npx sluice ${verb} page${more}${part}${whole ? "" : " --checkpoint last"}${engine}`,
		],
		ofPage: true,
	};
}

/** The command that trains the page's own network; "" if there is none on a text. */
export function trainingCommand(saving = ""): string {
	const choice = choiceOfPage();
	return choice && fileOf(choice) !== null ? `${commandOf(choice)}${saving} --run page` : "";
}

/** The command that makes a run of a dropped file. */
export function imported(): string[] {
	const { title, facts } = shownModel.get();
	return facts?.dropped ? [importCommand(title ?? "", facts.dropped.symbolsOf)] : [];
}

/** `--limit` where the page holds only the beginning of a longer text. */
export function limitFlag({ ids }: { ids: Int32Array }): string[] {
	const { textSymbols } = shownModel.get();
	return textSymbols !== null && textSymbols > ids.length ? [`--limit ${ids.length}`] : [];
}
