/**
 * Exports a run's checkpoint to a file that other programs read, and makes a run from such a file.
 *
 * await exportRun({ run: "book-lstm-1", to: "torch", file: "book.safetensors" });
 * await importRun({ file: "model.onnx", vocabulary: "symbols.json" });      // a run with a checkpoint of step 0
 */

import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CellName } from "../../cells/layout.ts";
import { DEFAULT_SPLIT } from "../../data/split.ts";
import type { Unit } from "../../data/units.ts";
import { Vocabulary } from "../../data/vocabulary.ts";
import { fail } from "../../errors/index.ts";
import { checkRequest, notOneOf } from "../../errors/request.ts";
import { formatOf, READ_FORMATS, readFormat, WEIGHT_FORMATS } from "../../interop/anyFormat.ts";
import { writeNpz } from "../../interop/npzWeights.ts";
import { refusePair } from "../../interop/pairNotes.ts";
import { type AskedCell, checkTensors, type PortableModel, permuteSymbols, writeOwn } from "../../interop/portable.ts";
import { type JsonValue, parseStrictJsonBytes } from "../../interop/strictJson.ts";
import { writeTorch } from "../../interop/torch.ts";
import { parseUnit } from "../../interpretation/hookNames.ts";
import { cellOptions, modelOf, parseOptions, type TrainOptions } from "../../training/options/options.ts";
import { averagedUpdatesOf } from "../../training/snapshot.ts";
import { openTexts, scan } from "../datasets/texts.ts";
import { onDisk, realDisk } from "../disk/disk.ts";
import { placeFor, replaceFile } from "../disk/publish.ts";
import { sha256 } from "../disk/sha256.ts";
import { loadCheckpoint, type ModelHooks } from "../models/textModel.ts";
import { onText, parseConfig, type RunConfig, type TextConfig } from "../runs/config.ts";
import { vocabularyOf } from "../runs/documents.ts";
import { readCells } from "../runs/notebook.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun, type Run } from "../runs/runStore.ts";
import { factsOf, keepImported, untrained } from "./importedRun.ts";
import { pairConfig, pairTaskOf } from "./namedTask.ts";

/** safetensors: Sluice's own tensor names. torch: a state dict in a safetensors file. onnx: a graph. npz: NumPy's arrays. keras: Keras 3. */
export type ExchangeFormat = (typeof WEIGHT_FORMATS)[number];

/** Formats that are read: those of ExchangeFormat, and t7, a checkpoint of char-rnn. */
export type ImportFormat = (typeof READ_FORMATS)[number];

/** Properties of the file that was read or written. */
interface ExchangeResult {
	/** Name of the run. */
	run: string;
	/** Absolute path. */
	file: string;
	/** Description of the model: "lstm forget 2x512", "encoder-decoder dot, lstm forget 64". */
	model: string;
	/** Vocabulary size V; symbols that an encoder-decoder reads. */
	symbols: number;
	/** Number of trained parameters. */
	parameters: number;
}

export interface ExportRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** Format of the file. torch and onnx cannot express every cell, and only safetensors and npz an encoder-decoder (E_EXPORT_FORM). */
	to: ExchangeFormat;
	/** File to write. An existing file is replaced atomically. */
	file: string;
	/** Checkpoint: best (lowest validation loss, or the newest if none was validated), last, or a step. Default: best. */
	checkpoint?: "best" | "last" | number;
}

export interface ExportResult extends ExchangeResult {
	/** Format of the file. */
	to: ExchangeFormat;
	/** Number of training updates behind these weights. */
	step: number;
	/** Present if the weights are a mean (`average`): the number of updates that it averages. */
	averagedUpdates?: number;
	/** Size of the file. */
	bytes: number;
	/** SHA-256 of the file, in hex. */
	sha256: string;
}

const EXPORT_KEYS = ["run", "runs", "checkpoint", "to", "file"] as const satisfies (keyof ExportRequest)[];

/** Writes a run's weights to a file. @throws E_EXPORT_FORM for a cell that the format cannot express. */
export async function exportRun(
	request: ExportRequest,
	{ onNotice = () => {} }: Pick<ModelHooks, "onNotice"> = {},
): Promise<ExportResult> {
	checkRequest(request, "exportRun()", EXPORT_KEYS);
	const { to, checkpoint = "best" } = request;
	checkFormat("to", to);
	if (/\.(pth?|pkl|pickle|ckpt)$/i.test(request.file))
		throw fail("E_EXPORT_PICKLE", { file: request.file, instead: request.file.replace(/\.[a-z]+$/i, ".safetensors") });
	const { parent, name } = placeFor(realDisk, request.file, "model.safetensors");
	const { model, run, step, averagedUpdates } = portableRun(
		request.run,
		request.runs ?? DEFAULT_RUNS,
		checkpoint,
		onNotice,
	);
	const bytes = await encode(model, to, name);
	replaceFile(realDisk, parent, name, bytes);
	const file = join(parent, name);
	const mean = averagedUpdates > 0 ? { averagedUpdates } : {};
	return { run, file, ...factsOf(model.spec), to, step, ...mean, bytes: bytes.length, sha256: sha256(bytes) };
}

/**
 * Loads a checkpoint as a model for export: of a run on text or on pairs, both of which predict the next symbol of a
 * vocabulary, or of an encoder-decoder on a task.
 * @throws E_RUN_TASK for other runs.
 */
export function portableRun(
	name: string,
	runs: string,
	checkpoint: "best" | "last" | number,
	onNotice: NonNullable<ModelHooks["onNotice"]>,
): { model: PortableModel; run: string; step: number; averagedUpdates: number } {
	const run = openRun(name, runs, { validate: parseConfig });
	const { spec, ...meaning } = contentOf(run);
	const loaded = loadCheckpoint(run, checkpoint, onNotice);
	const isWeight = ({ name }: { name: string }) => !/^(optimizer|state)\./.test(name);
	const tensors = checkTensors(spec, loaded.snapshot.tensors.filter(isWeight), loaded.path);
	const cells = spec.attention ? [] : readCells(run.folder, spec);
	const averagedUpdates = averagedUpdatesOf(loaded.snapshot.state);
	return { model: { spec, tensors, ...meaning, cells }, run: run.name, step: loaded.step, averagedUpdates };
}

/** The model of a run, with the symbols of its text or pairs, or with the task that an encoder-decoder answers. */
function contentOf(run: Run<RunConfig>): Pick<PortableModel, "spec" | "vocabulary" | "task"> {
	const task = pairTaskOf(run.config);
	if (task) return task;
	const vocabulary = symbolsOf(run);
	return { spec: modelOf(run.config.options as TrainOptions, vocabulary.size), vocabulary };
}

/** The vocabulary of a run on text or on pairs. @throws E_RUN_TASK for other runs. */
function symbolsOf(run: Run<RunConfig>): Vocabulary {
	const { data } = run.config;
	if (data?.kind === "pairs") return Vocabulary.fromJSON(data.learned?.vocabulary, `${run.folder}/config.json`);
	return vocabularyOf(onText(run).readVocabulary(), run.folder);
}

async function encode(model: PortableModel, to: ExchangeFormat, name: string): Promise<Uint8Array> {
	if (to === "safetensors") return writeOwn(model);
	if (to === "npz") return writeNpz(model);
	refusePair(model.spec, to);
	if (to === "torch") return writeTorch(model);
	if (to === "keras") {
		const { writeKeras, writeKerasWeights } = await import("../../interop/keras/writeKeras.ts");
		return /\.(weights\.)?h5$/i.test(name) ? writeKerasWeights(model) : writeKeras(model);
	}
	const { writeOnnx } = await import("../../interop/onnx.ts");
	return writeOnnx(model);
}

export interface ImportRequest {
	/** File to read. */
	file: string;
	/** Format of the file. Default: detected from the file's first bytes and tensor names. */
	layout?: ImportFormat;
	/** Name or folder of the new run. Default: FILE-CELL-N. */
	run?: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** Cell, if the file does not name it: a state dict does not record the nonlinearity of an RNN. Default: as the file says. */
	cell?: CellName;
	/** Variant of the cell, if the file does not name it. Default: as the file says, else the first of `VARIANTS`. */
	variant?: string;
	/**
	 * Vocabulary for a file that has none: a .json file with the list of symbols in the order of their ids, or a text
	 * (file, folder or catalogue name) whose distinct symbols are taken in code-point order. Default: that of the file.
	 */
	vocabulary?: string;
	/** Symbol unit if the vocabulary is a text. byte: 256 symbols, no vocabulary needed. Default: codepoint. */
	unit?: Unit;
}

export interface ImportResult extends ExchangeResult {
	/** Folder of the run. */
	folder: string;
	/** Format of the file. */
	layout: ImportFormat;
}

const IMPORT_KEYS = [
	...["file", "layout", "run", "runs", "cell", "variant", "vocabulary", "unit"],
] as const satisfies (keyof ImportRequest)[];

/** Makes a run from a file of weights, with one checkpoint (step 0) and no text. @throws E_IMPORT, E_ONNX... */
export async function importRun(request: ImportRequest): Promise<ImportResult> {
	checkRequest(request, "importRun()", IMPORT_KEYS);
	const path = request.file;
	const bytes = readWhole(path);
	if (request.layout !== undefined) checkFormat("layout", request.layout);
	const layout = request.layout ?? formatOf(bytes, path);
	const asked: AskedCell = { cell: request.cell, variant: request.variant };
	const found = await readFormat(bytes, layout, path, asked);
	const file = resolve(path);
	if (found.spec.attention) {
		const config = { ...pairConfig(found, request), ...untrained({ file, layout }) };
		return keepImported(request, { config, model: found, layout });
	}
	const { model, vocabulary } = await withSymbols(found, request);
	const { spec, cells = [] } = model;
	for (const { unit } of cells) parseUnit(spec, unit);
	const { layers, hidden, dropout } = spec;
	const config: TextConfig = {
		...{ texts: [], unit: vocabulary.unit, split: [...DEFAULT_SPLIT], lossy: false },
		fingerprint: { bytes: 0, files: 0, sha256: "", whole: true },
		options: parseOptions({ ...cellOptions(spec), layers, hidden, dropout }, path),
		...untrained({ file, layout }),
	};
	return keepImported(request, { config, model, vocabulary, layout });
}

/** Reads a whole file. @throws E_DISK_MISSING, E_FILE_KIND. */
export function readWhole(path: string): Uint8Array {
	const info = onDisk("read", path, () => statSync(path));
	if (!info.isFile()) throw fail("E_FILE_KIND", { path, got: info.isDirectory() ? "folder" : "special" });
	return onDisk("read", path, () => readFileSync(path));
}

/** The model with its vocabulary, its ids reordered to match. */
async function withSymbols(
	model: PortableModel,
	{ file, vocabulary: path, unit }: ImportRequest,
): Promise<{ model: PortableModel; vocabulary: Vocabulary }> {
	const { symbols: V } = model.spec;
	const fits = (vocabulary: Vocabulary, where: string) => {
		const facts = { where, got: String(vocabulary.size), wanted: `V = ${V}` };
		if (vocabulary.size !== V) throw fail("E_IMPORT_VOCABULARY", { ...facts, why: "size" });
		return vocabulary;
	};
	if (model.vocabulary) {
		if (path !== undefined || unit !== undefined) throw fail("E_IMPORT_VOCABULARY", { where: file, why: "both" });
		return { model, vocabulary: fits(model.vocabulary, file) };
	}
	if (path === undefined) {
		if (unit === "byte") return { model, vocabulary: fits(new Vocabulary("byte"), "--unit byte") };
		throw fail("E_IMPORT_VOCABULARY", { where: file, why: "missing", got: `V = ${V}` });
	}
	if (/\.json$/i.test(path)) {
		const { vocabulary, order } = readSymbols(parseStrictJsonBytes(readWhole(path), path), path);
		fits(vocabulary, path);
		return { model: order ? permuteSymbols(model, order) : model, vocabulary };
	}
	const source = await openTexts([path], () => {});
	try {
		const { vocabulary } = await scan(source, { unit, split: [100, 0, 0], lossy: false }, () => {});
		return { model, vocabulary: fits(vocabulary, path) };
	} finally {
		await source.close();
	}
}

/**
 * Sorts a list of symbols into a vocabulary, with the old id of each new one; or reads a vocabulary as saved in a run.
 */
function readSymbols(json: JsonValue, where: string): { vocabulary: Vocabulary; order?: number[] } {
	if (!Array.isArray(json)) return { vocabulary: Vocabulary.fromJSON(json, where) };
	const points = json.map((symbol, id) => {
		const point = typeof symbol === "string" ? symbol.codePointAt(0) : undefined;
		const whole = point !== undefined && String.fromCodePoint(point) === symbol && (point < 0xd800 || point > 0xdfff);
		const got = `${JSON.stringify(symbol)?.slice(0, 40)} (id ${id})`;
		if (!whole) throw fail("E_IMPORT_VOCABULARY", { where, why: "list", got });
		return point;
	});
	const order = points.map((_, id) => id).sort((a, b) => points[a]! - points[b]!);
	const atoms = Int32Array.from(order, (id) => points[id]!);
	const twice = atoms.findIndex((atom, k) => k > 0 && atom === atoms[k - 1]);
	if (twice > 0 || atoms.length === 0) {
		const got = twice > 0 ? `${JSON.stringify(String.fromCodePoint(atoms[twice]!))} (id ${order[twice]})` : "[]";
		throw fail("E_IMPORT_VOCABULARY", { where, why: "list", got });
	}
	return { vocabulary: new Vocabulary("codepoint", atoms), order };
}

function checkFormat(option: "to" | "layout", got: string): void {
	const formats: readonly string[] = option === "to" ? WEIGHT_FORMATS : READ_FORMATS;
	if (formats.includes(got)) return;
	throw fail("E_OPTION", {
		option,
		why: notOneOf(formats, got),
		where: option === "to" ? "export" : "import",
	});
}
