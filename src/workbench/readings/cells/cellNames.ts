/** Names cells, with evidence, and lists the named cells. */
import type { ModelSpec } from "../../../cells/layout.ts";
import { fail } from "../../../errors/index.ts";
import { quote } from "../../../errors/quote.ts";
import { checkRequest } from "../../../errors/request.ts";
import { type CellEvidence, type NamedCell, nameTrouble } from "../../../interop/cellNotes.ts";
import { parseUnit } from "../../../interpretation/hookNames.ts";
import { modelOf } from "../../../training/options/options.ts";
import { TEXT_KEYS, type TextReading } from "../../models/readText.ts";
import { MODEL_KEYS, type ModelHooks } from "../../models/textModel.ts";
import { onText, parseConfig } from "../../runs/config.ts";
import { vocabularyOf } from "../../runs/documents.ts";
import { changeCells, readCells } from "../../runs/notebook.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";
import { findCells } from "./find.ts";

export interface CellsRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
}

export interface CellNames {
	/** Name of the run. */
	run: string;
	/** All named units. */
	cells: NamedCell[];
}

/** The named cells of a run, in the order of naming. */
export function namedCells(request: CellsRequest): CellNames {
	checkRequest(request, "namedCells()", ["run", "runs"]);
	const { name, folder, spec } = opened(request);
	return { run: name, cells: readCells(folder, spec) };
}

export interface NameRequest extends TextReading {
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** Name of 1 to 80 characters without control characters. Replaces the unit's current name. */
	name: string;
	/**
	 * Pattern that the unit tracks, in the form that `cells find` takes. The text is searched for it as evidence.
	 * Default: the pattern of the unit's current name, or none.
	 */
	pattern?: string;
	/** Symbols to search from the start of the text; 0 for all. Range: at least 2048, or 0. Default: 4194304, as in `cells find`. */
	limit?: number;
}

type Hooks = ModelHooks & { onProgress?(doneSymbols: number, totalSymbols: number): void };

export interface CellNamed {
	/** Name of the run. */
	run: string;
	/** The unit with its name. */
	cell: NamedCell;
	/** Previous name; null if there was none. */
	before: string | null;
}

/** Names or renames a unit. @throws E_CELL_NAME; with a pattern, the errors of findCells. */
export async function nameCell(request: NameRequest, hooks: Hooks = {}): Promise<CellNamed> {
	checkRequest(request, "nameCell()", [...MODEL_KEYS, ...TEXT_KEYS, "unit", "name", "pattern", "limit"]);
	const { unit: asked, name: given, pattern, ...reading } = request;
	const { name: run, folder, spec } = opened(request);
	const unit = unitOf(spec, asked);
	const trouble = nameTrouble(given);
	if (trouble) throw fail("E_CELL_NAME", { name: String(given), why: trouble });
	const evidence = pattern === undefined ? undefined : await evidenceOf({ ...reading, unit, pattern }, hooks);
	return changeCells(folder, spec, (cells) => {
		const before = cells.find((cell) => cell.unit === unit);
		const cell: NamedCell = {
			...{ unit, name: given.trim().normalize("NFC") },
			pattern: pattern ?? before?.pattern ?? null,
			evidence: evidence ?? before?.evidence ?? null,
		};
		return {
			cells: before ? cells.map((one) => (one === before ? cell : one)) : [...cells, cell],
			result: { run, cell, before: before?.name ?? null },
		};
	});
}

/** Removes a unit's name. @throws E_CELL_UNNAMED. */
export function forgetCell(request: CellsRequest & { unit: string }): { run: string; removed: NamedCell } {
	checkRequest(request, "forgetCell()", ["run", "runs", "unit"]);
	const { name: run, folder, spec } = opened(request);
	const unit = unitOf(spec, request.unit);
	return changeCells(folder, spec, (cells) => {
		const removed = cells.find((cell) => cell.unit === unit);
		if (!removed) throw fail("E_CELL_UNNAMED", { unit, known: cells.map((cell) => cell.unit).join(", ") });
		return { cells: cells.filter((cell) => cell !== removed), result: { run, removed } };
	});
}

/** A unit's entry in the run's notebook; undefined if there is none. */
export function namedCell(request: CellsRequest, unit: string): NamedCell | undefined {
	const { folder, spec } = opened(request);
	const wanted = unitOf(spec, unit);
	return readCells(folder, spec).find((cell) => cell.unit === wanted);
}

/** The unit under its hook name: an index without leading zeros. */
function unitOf(spec: ModelSpec, unit: string): string {
	const { hook, index } = parseUnit(spec, String(unit));
	return `${hook.name}.${index}`;
}

function opened({ run: asked, runs = DEFAULT_RUNS }: CellsRequest) {
	const run = onText(openRun(asked, runs, { validate: parseConfig }));
	const vocabulary = vocabularyOf(run.readVocabulary(), run.folder);
	return { name: run.name, folder: run.folder, spec: modelOf(run.config.options, vocabulary.size) };
}

async function evidenceOf(
	{ unit, pattern, ...reading }: TextReading & { unit: string; pattern: string; limit?: number },
	hooks: Hooks,
): Promise<CellEvidence> {
	const found = await findCells({ ...reading, names: [unit], patterns: [pattern], best: 1 }, hooks);
	const [first, second] = found.patterns;
	if (!first || second)
		throw fail("E_OPTION", {
			option: "pattern",
			why: { reason: "varies", got: quote(pattern) },
			where: "cells name",
		});
	const { unit: _, threshold: __, ...figures } = first.best[0]!;
	return { text: found.text, symbols: found.symbols.heldOut, step: found.step, ...figures };
}
