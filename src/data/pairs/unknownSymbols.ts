/** The symbols of a text that a vocabulary lacks, by name. */
import { atomsPerPoint, toAtoms } from "../units.ts";
import { Vocabulary } from "../vocabulary.ts";

/** Returns printable names of the unknown symbols, each once, in order. @param vocabulary of code points or jamo. */
export function unknownSymbols(vocabulary: Vocabulary, text: string): string[] {
	const { unit } = vocabulary;
	const points = Int32Array.from(text, (character) => character.codePointAt(0)!);
	const atoms = new Int32Array(points.length * atomsPerPoint(unit));
	const found = atoms.subarray(0, toAtoms(unit, points, points.length, atoms));
	const unknown = [...new Set(found)].filter((atom) => vocabulary.id(atom) < 0);
	const named = new Vocabulary(unit, Int32Array.from(unknown).sort());
	return unknown.map((atom) => named.label(named.id(atom)));
}
