/** The words of the view Cell, which come with it. */
import { sayer } from "../words/words.ts";
import { cellEn } from "./cellEn.ts";
import { cellKo } from "./cellKo.ts";

export type CellKey = keyof typeof cellEn;
export const sayCell = sayer<CellKey>({ en: cellEn, ko: cellKo });

/** The sentence of a stage: that of the variant if it has one of its own, else of the cell. @param stages their number */
export function stageWords(cell: string, variant: string, stage: number, stages: number): string {
	if (cell === "own") return sayCell(stage === stages ? "own.last" : (`own.${stage}` as CellKey));
	const own = cell === "esn" ? `esn-${variant}.${stage}` : `${variant}.${stage}`;
	return sayCell((own in cellEn ? own : `${cell}.${stage}`) as CellKey);
}
