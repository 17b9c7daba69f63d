/** The command that computes on the network that the lab shows. */
import { IMPORTED, importCommand } from "../instrument/droppedFile.ts";
import { choiceOfPage, shownModel } from "../instrument/shownModel.ts";
import { commandOf, pageFile } from "../train/taken.ts";

/** Flags of a window: it comes from the part of the text that the lab reads. */
export function windowFlags(flags: string): string {
	const { part } = shownModel.get().name;
	return part === "valid" ? flags : `--part ${part} ${flags}`;
}

/** This page's network is trained first: at its end the command line has the same weights, bit for bit. */
export function ownCommand(flags: string): string {
	const { name, title, sample, facts } = shownModel.get();
	if (name.run === null) {
		const choice = choiceOfPage();
		const train = choice ? `${commandOf(choice)} --run page && ` : "";
		return `${train}npx sluice diagnose page --checkpoint last ${flags} --engine wasm-plain`;
	}
	const file = sample === null ? "" : ` ${pageFile(sample)}`;
	if (facts?.dropped) {
		const made = importCommand(title ?? "", facts.dropped.symbolsOf);
		return `${made} && npx sluice diagnose ${IMPORTED} ${flags} --engine wasm-plain${file}`;
	}
	const checkpoint = name.checkpoint === "best" ? "" : ` --checkpoint ${name.checkpoint}`;
	return `npx sluice diagnose ${title ?? "RUN"}${checkpoint} ${flags} --engine wasm-plain${file}`;
}
