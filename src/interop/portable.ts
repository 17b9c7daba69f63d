/**
 * A model for export and import: its layout, its tensors under Sluice's names, its symbols. Sluice's own file is a
 * safetensors file whose notes contain all of that, so the model can be rebuilt from it alone:
 *
 *     sluice.model        {"cell":"lstm","variant":"forget","layers":2,"hidden":128,"symbols":98,"dropout":0}
 *     sluice.vocabulary   {"unit":"codepoint","atoms":[10,32,33,...]}      atoms: the code point of each id
 *     sluice.cells        [{"unit":"l1.c.17","name":"inside a comment",...}]      if cells were named
 *
 * A network with blocks of units has "blocks":4 after its variant.
 * An encoder-decoder has more in its model (pairNotes.ts), and on a task the task instead of a vocabulary:
 *
 *     sluice.model        {...,"outputs":8,"attention":"additive","attentionUnits":16}
 *     sluice.task         reversal:values=8
 */

import { type CellName, type CellSpec, type ModelSpec, tensorsOf, VARIANTS, withBlocks } from "../cells/layout.ts";
import { readCell } from "../cells/own/reader.ts";
import { checkBlocks } from "../cells/weights.ts";
import { Vocabulary } from "../data/vocabulary.ts";
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import { FLOAT32_MOST } from "../kernels/float32.ts";
import type { Floats } from "../kernels/kernels.ts";
import { checkCells, type NamedCell } from "./cellNotes.ts";
import { alike } from "./gateOrder.ts";
import { guessPair, NOTE_TASK, pairFrom, pairNote, taskFrom } from "./pairNotes.ts";
import { type NamedTensor, readSafetensors, writeSafetensors } from "./safetensors.ts";
import { type JsonValue, parseStrictJson } from "./strictJson.ts";

// G gate blocks, H units, V symbols; row-major, the last letter moves fastest

export interface PortableModel {
	spec: ModelSpec;
	/** In the order of the layout. */
	tensors: NamedTensor[];
	/** Undefined if a foreign file does not contain it. */
	vocabulary?: Vocabulary;
	/** Named cells; none by default. */
	cells?: NamedCell[];
	/** Task of an encoder-decoder: `reversal:values=8`. */
	task?: string;
}

/** What the user states about a foreign file that does not state it itself. */
export interface AskedCell {
	cell?: CellName;
	variant?: string;
}

/** Contents of a file's notes. */
export interface Notes {
	spec?: ModelSpec;
	vocabulary?: Vocabulary;
	cells?: NamedCell[];
	task?: string;
}

const NOTE_MODEL = "sluice.model";
const NOTE_VOCABULARY = "sluice.vocabulary";
const NOTE_CELLS = "sluice.cells";

/** Returns the notes of an exported file. */
export function notesOf({ spec, vocabulary, cells = [], task }: PortableModel): Record<string, string> {
	const { cell, variant, blocks, layers, hidden, symbols, dropout } = spec;
	const equations = spec.cell === "own" ? spec.equations : undefined;
	return {
		[NOTE_MODEL]: JSON.stringify({
			...{ cell, variant, blocks, layers, hidden, symbols, dropout, equations },
			...pairNote(spec),
		}),
		...(task !== undefined && { [NOTE_TASK]: task }),
		...(vocabulary && { [NOTE_VOCABULARY]: JSON.stringify(vocabulary.toJSON()) }),
		...(cells.length > 0 && { [NOTE_CELLS]: JSON.stringify(cells) }),
	};
}

/** Reads the notes of an untrusted file; a file from another program has none. */
export function readNotes(notes: Readonly<Record<string, string>>, where: string): Notes {
	const { [NOTE_MODEL]: model, [NOTE_VOCABULARY]: symbols, [NOTE_CELLS]: cells, [NOTE_TASK]: task } = notes;
	const at = `${where}, ${NOTE_VOCABULARY}`;
	return {
		...(model !== undefined && {
			spec: specFrom(parseStrictJson(model, `${where}, ${NOTE_MODEL}`), where),
		}),
		...(symbols !== undefined && { vocabulary: Vocabulary.fromJSON(parseStrictJson(symbols, at), at) }),
		...(cells !== undefined && { cells: cellsFrom(parseStrictJson(cells, `${where}, ${NOTE_CELLS}`), where) }),
		...(task !== undefined && { task: taskFrom(task, where) }),
	};
}

function cellsFrom(raw: JsonValue, where: string): NamedCell[] {
	return checkCells(raw, (key, got) => {
		const told = `${key}: ${shown(got) ?? "null"}`;
		return fail("E_IMPORT", { where, why: "note", name: NOTE_CELLS, got: told });
	});
}

function specFrom(raw: JsonValue, where: string): ModelSpec {
	const wrong = (got: unknown) => fail("E_IMPORT", { where, why: "note", name: NOTE_MODEL, got: shown(got) ?? "null" });
	if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw wrong(raw);
	const { cell, variant, blocks, layers, hidden, symbols, dropout, ...more } = raw;
	const { equations, outputs, attention, attentionUnits, ...rest } = more;
	if (Object.keys(rest).length > 0) throw wrong(rest);
	const known = cell === "own" ? ownSpec(equations, where) : cellSpec(cell, variant);
	if (!known) throw wrong({ cell, variant });
	for (const size of [layers, hidden, symbols]) if (!Number.isSafeInteger(size)) throw wrong(size);
	if (typeof dropout !== "number" || dropout < 0 || dropout > 0.95) throw wrong(dropout);
	const pair = pairFrom({ outputs, attention, attentionUnits });
	if (!pair || (pair.attention && (layers !== 1 || dropout > 0 || cell === "own" || blocks !== undefined)))
		throw wrong({ outputs, attention, attentionUnits, layers, dropout });
	const sizes = { layers: layers as number, hidden: hidden as number, symbols: symbols as number, dropout };
	if (blocks !== undefined && !isBlocks(blocks, known, sizes.hidden)) throw wrong({ blocks });
	const spec = { ...withBlocks(known, blocks), ...sizes, ...pair };
	tensorsOf(spec); // throws if a size is out of range
	return spec;
}

/** Whether a file's blocks of units are some that its model can have. */
const isBlocks = (blocks: JsonValue, { cell }: CellSpec, hidden: number): blocks is number =>
	typeof blocks === "number" && blocks > 1 && hidden % blocks === 0 && cell !== "own";

/** The cell of a file's equations. @throws E_CELL. */
function ownSpec(equations: JsonValue | undefined, where: string): CellSpec {
	const { definition } = readCell(equations, where);
	return { cell: "own", variant: definition.name, equations: definition };
}

/** Returns the cell of that name and variant (the first variant if none is given); undefined if there is none. */
export function cellSpec(cell: unknown, variant: unknown): CellSpec | undefined {
	if (cell !== "lstm" && cell !== "gru" && cell !== "rnn") return undefined;
	const variants: readonly string[] = VARIANTS[cell];
	const chosen = variant ?? variants[0];
	return variants.includes(chosen as string) ? ({ cell, variant: chosen } as CellSpec) : undefined;
}

/** Writes a model as Sluice's own file; numbers keep their type, or are rounded to bfloat16 if `half`. */
export function writeOwn(model: PortableModel, { half = false } = {}): Uint8Array {
	return writeSafetensors(model.tensors, notesOf(model), half);
}

/** Reads a file of writeOwn. Without its notes, `asked` describes the model, or else the shapes. */
export function readOwn(bytes: Uint8Array, where: string, asked: AskedCell = {}): PortableModel {
	return ownModel(readSafetensors(bytes, where), where, asked);
}

/** Tensors of a file, with its notes. */
export interface NamedTensors {
	tensors: NamedTensor[];
	metadata: Readonly<Record<string, string>>;
}

/** Returns the model of tensors under Sluice's own names. */
export function ownModel({ tensors, metadata }: NamedTensors, where: string, asked: AskedCell): PortableModel {
	const notes = readNotes(metadata, where);
	const spec = notes.spec ?? guessSpec(tensors, asked, where);
	const other = (asked.cell ?? spec.cell) !== spec.cell || (asked.variant ?? spec.variant) !== spec.variant;
	if (other) throw fail("E_IMPORT", { where, why: "cell", got: `${spec.cell} ${spec.variant}` });
	return { spec, tensors: checkTensors(spec, tensors, where), ...pickNotes(notes) };
}

export const pickNotes = ({ vocabulary, cells, task }: Notes) => ({
	...(vocabulary && { vocabulary }),
	...(cells && { cells }),
	...(task !== undefined && { task }),
});

/** Derives the model from the names and shapes of Sluice's layout. */
function guessSpec(tensors: readonly NamedTensor[], asked: AskedCell, where: string): ModelSpec {
	const shape = (name: string) => tensors.find((t) => t.name === name)?.shape ?? [];
	const pair = guessPair(tensors);
	const first = (name: string) => `${pair ? "encoder." : ""}${name}_l0`;
	const has = (name: string) => tensors.some((t) => t.name === first(name));
	const [rows = 0, hidden = 0] = shape(first("weight_hh"));
	const [outputs = 0] = shape("head.weight");
	const symbols = pair ? (shape(first("weight_ih"))[1] ?? 0) : outputs;
	if (rows === 0 || hidden === 0 || symbols === 0) throw fail("E_IMPORT", { where, why: "none" });
	const blocks = rows / hidden;
	const layers = pair ? 1 : tensors.filter((t) => /^weight_hh_l\d+$/.test(t.name)).length;
	const fits: AskedCell[] = has("bias_hn")
		? [{ cell: "gru", variant: "reset-after" }]
		: has("weight_peephole")
			? [{ cell: "lstm", variant: "peephole" }]
			: blocks === 4
				? [{ cell: "lstm", variant: "forget" }]
				: blocks === 3
					? [
							{ cell: "gru", variant: "reset-before" },
							{ cell: "lstm", variant: "1997" },
							{ cell: "lstm", variant: "coupled" },
						]
					: VARIANTS.rnn.map((variant) => ({ cell: "rnn" as const, variant }));
	const said = fits.filter(
		({ cell, variant }) => (asked.cell ?? cell) === cell && (asked.variant ?? variant) === variant,
	);
	const got = fits.map(({ cell, variant }) => `${cell} ${variant}`).join(", ");
	if (said.length === 0) throw fail("E_IMPORT", { where, why: "cell", got });
	if (said.length > 1) throw fail("E_IMPORT", { where, why: "ambiguous", got });
	const cell = cellSpec(said[0]!.cell, said[0]!.variant)!;
	return { ...cell, layers, hidden, symbols, dropout: 0, ...(pair && { ...pair, outputs }) };
}

/**
 * Returns the tensors that `spec` needs, in its order.
 * @throws an error for a tensor that is missing, of another shape, unexpected, not finite, too large for float32, or not 0
 * outside its blocks.
 */
export function checkTensors(spec: ModelSpec, tensors: readonly NamedTensor[], where: string): NamedTensor[] {
	const given = new Map(tensors.map((tensor) => [tensor.name, tensor]));
	const checked = tensorsOf(spec).map(({ name, shape }) => {
		const tensor = given.get(name);
		given.delete(name);
		const got = tensor && `[${tensor.shape.join(",")}]`;
		const wanted = `[${shape.join(",")}]`;
		if (got === wanted) return finite(tensor!, where);
		if (shape.length === 2 && got === `[${shape[1]},${shape[0]}]`)
			throw fail("E_IMPORT", { where, why: "transposed", name, got: got!, wanted });
		throw fail("E_SHAPE", { what: `${where}: ${name}`, why: { reason: "shape", got, wanted } });
	});
	for (const name of given.keys()) throw fail("E_IMPORT", { where, why: "extra", name });
	checkBlocks(spec, checked, `${where}: `);
	return checked;
}

/** @throws E_IMPORT for a number that float32, in which every fast engine and ONNX compute, cannot hold. */
function finite(tensor: NamedTensor, where: string): NamedTensor {
	const { name, data } = tensor;
	const at = data.findIndex((value) => !Number.isFinite(Math.fround(value)));
	if (at < 0) return tensor;
	const got = `[${at}] = ${data[at]}`;
	if (!Number.isFinite(data[at])) throw fail("E_IMPORT", { where, why: "finite", name, got });
	throw fail("E_IMPORT", { where, why: "range", name, got, wanted: `|x| <= ${FLOAT32_MOST}` });
}

/** Returns the model with its symbols in another order: new id k is old id `order[k]`. */
export function permuteSymbols({ spec, tensors, ...rest }: PortableModel, order: ArrayLike<number>): PortableModel {
	const { symbols: V, hidden: H } = spec;
	const moved = tensors.map((tensor) => {
		if (tensor.name === "weight_ih_l0") return { ...tensor, data: takeColumns(tensor.data, V, order) };
		if (tensor.name === "head.weight") return { ...tensor, data: takeRows(tensor.data, H, order) };
		if (tensor.name === "head.bias") return { ...tensor, data: takeRows(tensor.data, 1, order) };
		return tensor;
	});
	return { ...rest, spec, tensors: moved };
}

function takeColumns(data: Floats, width: number, order: ArrayLike<number>): Floats {
	const taken = alike(data, data.length);
	for (let row = 0; row < data.length; row += width)
		for (let k = 0; k < width; k++) taken[row + k] = data[row + order[k]!]!;
	return taken;
}

function takeRows(data: Floats, width: number, order: ArrayLike<number>): Floats {
	const taken = alike(data, data.length);
	for (let k = 0; k < order.length; k++) {
		const from = order[k]! * width;
		taken.set(data.subarray(from, from + width), k * width);
	}
	return taken;
}
