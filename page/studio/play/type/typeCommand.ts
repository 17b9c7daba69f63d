/** The commands that print the numbers of the typed text. */

import { quoted } from "../../../kit/shellWord.ts";
import { choiceOfPage, shownModel } from "../../instrument/shownModel.ts";
import { commandOf, fileOf } from "../../train/taken.ts";
import { STORED_FILES } from "../storedFiles.ts";

/** The commands that make the network a run, and the words that name it after a verb. */
export function runOf(): { before: string[]; run: string; checkpoint: string } {
	const { name, title } = shownModel.get();
	if (name.stored !== null) {
		const { weights, run } = STORED_FILES[name.stored];
		return { before: [`npx sluice import ${weights} --run ${run}`], run, checkpoint: "" };
	}
	if (name.run !== null) {
		const checkpoint = name.checkpoint === "best" ? "" : ` --checkpoint ${name.checkpoint}`;
		return { before: [], run: quoted(title ?? "RUN"), checkpoint };
	}
	const choice = choiceOfPage();
	const training = choice && fileOf(choice) !== null ? [`${commandOf(choice)} --run page`] : [];
	return { before: training, run: "page", checkpoint: " --checkpoint last" };
}

/**
 * A newline after the text, so that the prediction after its last symbol is printed too.
 * @param text what was typed; a consonant that waits for its vowel is left out
 */
export function typeCommands(text: string, names: readonly string[]): string[] {
	const { before, run, checkpoint } = runOf();
	const more = `${checkpoint} --engine wasm-plain`;
	return [
		...before,
		`printf '%s\\n' ${quoted(text)} > typed.txt`,
		`npx sluice predictions ${run} typed.txt --limit 0 --jsonl${more}`,
		`npx sluice trace ${run} typed.txt --names ${names.join(",")} --out typed.csv${more}`,
	];
}
