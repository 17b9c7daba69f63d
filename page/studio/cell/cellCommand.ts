/** The command that prints what the view shows. The page's worker and this command run the same engine: same digits. */

import { IMPORTED, importCommand } from "../instrument/droppedFile.ts";
import { choiceOfPage } from "../instrument/shownModel.ts";
import { commandOf, fileOf, pageFile, taskWord } from "../train/taken.ts";
import { type CellState, modelName, wordsOf } from "./cellState.ts";
import { why } from "./whyState.ts";

/** Commands, one a line; the network of this page is trained first. */
export function commandsOf(state: CellState, back?: { cost: number; back: number }): string[] {
	const { name, title, sample, facts } = modelName();
	const { step, layer, unit, ahead, set } = state;
	const asked = why.get().path.at(-1);
	const place = asked && !back ? asked : { step, layer, ahead, index: unit };
	const isTask = facts?.echo !== undefined && !facts.echo.inputNames;
	const flags = [
		...(name.part === "valid" || isTask || sample !== null || name.sentence !== "" ? [] : [`--part ${name.part}`]),
		...(name.run !== null && name.checkpoint !== "best" ? [`--checkpoint ${name.checkpoint}`] : []),
		`--step ${place.step}`,
		...(place.layer > 0 ? [`--layer ${place.layer}`] : []),
		...(back
			? [`--ahead ${back.cost - 1}`, `--back ${back.back}`]
			: place.ahead === 16
				? []
				: [`--ahead ${place.ahead}`]),
		...(back ? [] : [`--index ${place.index}`]),
		...(asked && !back ? [`--why ${asked.name}`] : []),
		...(set.length > 0 && !back && place.step === step ? [`--set ${wordsOf(set).join(",")}`] : []),
	].join(" ");
	const typed = name.sentence === "" ? [] : [`printf '%s\\n' '${name.sentence.replaceAll("'", "'\\''")}' > own.txt`];
	const other = typed.length > 0 ? " own.txt" : sample === null ? "" : ` ${pageFile(sample)}`;
	if (facts?.dropped)
		return [
			...typed,
			importCommand(title ?? "", facts.dropped.symbolsOf),
			`npx sluice trace ${IMPORTED} ${flags} --engine wasm-plain${other}`,
		];
	if (name.run !== null)
		return [...typed, `npx sluice trace ${quoted(title ?? name.run)} ${flags} --engine wasm-plain${other}`];
	const choice = choiceOfPage();
	const file = choice && fileOf(choice);
	if (!choice || (!file && !facts?.echo)) return []; // the page trains on a task by now: there is no text to read
	const run = `page-${(file ?? taskWord(choice)).replace(/^sluice-|\.(txt|csv)$/g, "").replace(/\W+/g, "-")}`;
	return [
		`${commandOf(choice)} --run ${run}`,
		...typed,
		`npx sluice trace ${run}${typed.length > 0 ? other : ""} --checkpoint last ${flags} --engine wasm-plain`,
	];
}

const quoted = (words: string) => (/^[\w.-]+$/.test(words) ? words : `'${words.replaceAll("'", "'\\''")}'`);
