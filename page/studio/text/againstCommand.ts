/** The command that prints what the comparison of two networks shows. */

import { quoted } from "../../kit/shellWord.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { against } from "./against.ts";
import { trainingCommand } from "./commandOf.ts";
import type { Reading } from "./reading.ts";
import { textWords } from "./textAddress.ts";
import { patternNow } from "./textStores.ts";

/** Symbols from the start of the text that are read with each unit held, as `sluice predictions` reads by default. */
export const UNITS_LIMIT = 10_000;

interface Shown {
	places?: boolean;
	/** Units that were measured. */
	units?: number;
}

export function againstCommand({ ids }: Reading, { units }: Shown): { rest: string; before?: string; saving?: string } {
	const { against: other, againstCheckpoint: at } = textWords();
	const { textSymbols, name } = shownModel.get();
	const pattern = patternNow();
	const cut = textSymbols !== null && textSymbols > ids.length;
	const limit = units === undefined ? (cut ? ids.length : 0) : Math.min(UNITS_LIMIT, ids.length);
	const ofPage = other === "page";
	const checkpoint =
		typeof at === "number"
			? ` --against-checkpoint ${at}`
			: ofPage || at === "last"
				? " --against-checkpoint last"
				: "";
	const rest = [
		`--against ${ofPage ? "page" : quoted(against.get().title ?? "RUN")}${checkpoint}`,
		...(pattern === "" ? [] : [`--pattern ${quoted(pattern)}`]),
		...(units === undefined ? [] : [`--units ${units}`]),
		`--limit ${limit}`,
	].join(" ");
	// An earlier state of the page's training: the command keeps it too, which changes no bit.
	const every = trainingCommand().includes("--save-every") ? "" : ` --save-every ${at}`;
	const saving = ofPage && typeof at === "number" ? `${every} --keep-last 1000` : "";
	if (ofPage && name.run !== null) return { rest, before: trainingCommand(saving) };
	return { rest, ...(saving !== "" && { saving }) };
}
