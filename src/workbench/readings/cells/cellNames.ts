/** Giving cells a name, with evidence; the list of them. */
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
import { readCells, writeCells } from "../../runs/notebook.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";
import { findCells } from "./find.ts";

export interface CellsRequest {
	/** Name or folder. */
	run: string;
	/** Folder of runs. Default ./runs. */
	runs?: string;
}

export interface CellNames {
	run: string;
	cells: NamedCell[];
}

/** The named cells of a run, in the order in which they were named. */
export function namedCells(request: CellsRequest): CellNames {
	checkRequest(request, "namedCells()", ["run", "runs"]);
	const { name, folder, spec } = opened(request);
	return { run: name, cells: readCells(folder, spec) };
}

export interface NameRequest extends TextReading {
	/** `l1.c.17` */
	unit: string;
	/** 1 to 80 characters, none that moves a cursor. It replaces the unit's name. */
	name: string;
	/**
	 * What the unit tracks: a pattern as `cells find` takes it, which is then searched for in the text as evidence. Default:
	 * none, or that of the unit's name before.
	 */
	pattern?: string;
	/** Symbols that are searched, from the text's beginning, at least 2048; 0 for all. Default as in `cells find`, 4194304. */
	limit?: number;
}

type Hooks = ModelHooks & { onProgress?(doneSymbols: number, totalSymbols: number): void };

export interface CellNamed {
	run: string;
	cell: NamedCell;
	/** The name that it had before, null for none. */
	before: string | null;
}

/** Gives a unit a name, or another one. @throws E_CELL_NAME, and what findCells throws where there is a pattern. */
export async function nameCell(request: NameRequest, hooks: Hooks = {}): Promise<CellNamed> {
	checkRequest(request, "nameCell()", [...MODEL_KEYS, ...TEXT_KEYS, "unit", "name", "pattern", "limit"]);
	const { unit: asked, name: given, pattern, ...reading } = request;
	const { name: run, folder, spec } = opened(request);
	const unit = unitOf(spec, asked);
	const trouble = nameTrouble(given);
	if (trouble) throw fail("E_CELL_NAME", { name: String(given), why: trouble });
	const evidence = pattern === undefined ? undefined : await evidenceOf({ ...reading, unit, pattern }, hooks);
	const cells = readCells(folder, spec); // after the search, which takes a while
	const before = cells.find((cell) => cell.unit === unit);
	const cell: NamedCell = {
		...{ unit, name: given.trim().normalize("NFC") },
		pattern: pattern ?? before?.pattern ?? null,
		evidence: evidence ?? before?.evidence ?? null,
	};
	writeCells(folder, before ? cells.map((one) => (one === before ? cell : one)) : [...cells, cell]);
	return { run, cell, before: before?.name ?? null };
}

/** Takes a unit's name away. @throws E_CELL_UNNAMED. */
export function forgetCell(request: CellsRequest & { unit: string }): { run: string; removed: NamedCell } {
	checkRequest(request, "forgetCell()", ["run", "runs", "unit"]);
	const { name: run, folder, spec } = opened(request);
	const unit = unitOf(spec, request.unit);
	const cells = readCells(folder, spec);
	const removed = cells.find((cell) => cell.unit === unit);
	if (!removed) throw fail("E_CELL_UNNAMED", { unit, known: cells.map((cell) => cell.unit).join(", ") });
	writeCells(
		folder,
		cells.filter((cell) => cell !== removed),
	);
	return { run, removed };
}

/** A unit's entry in the notebook of a run, undefined for none. */
export function namedCell(request: CellsRequest, unit: string): NamedCell | undefined {
	const { folder, spec } = opened(request);
	const wanted = unitOf(spec, unit);
	return readCells(folder, spec).find((cell) => cell.unit === wanted);
}

/** As hooks are named: index without leading zeros. */
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
	const { sign, auc, ci, chance, q, f1 } = first.best[0]!;
	return { text: found.text, symbols: found.symbols.heldOut, step: found.step, sign, auc, ci, chance, q, f1 };
}
