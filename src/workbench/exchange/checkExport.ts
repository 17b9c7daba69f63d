/** Compares a file of weights with a run or with another file, gate by gate and step by step. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fail } from "../../errors/index.ts";
import { checkRequest } from "../../errors/request.ts";
import { formatOf, readFormat } from "../../interop/anyFormat.ts";
import type { CheckReport } from "../../interop/check/checkFile.ts";
import type { AskedCell, PortableModel } from "../../interop/portable.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { portableRun, readWhole } from "./exchange.ts";

export interface CheckExportRequest {
	/** File to check: ONNX, or any format that importRun reads. */
	file: string;
	/** File of weights, or name or folder of a run, that it is compared with. */
	against: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** Checkpoint of the run: best, last, or a step. Default: best. */
	checkpoint?: "best" | "last" | number;
	/** Cell of the files, if they do not name it: a state dict does not record the nonlinearity of an RNN. Default: as they say. */
	cell?: AskedCell["cell"];
	/** Variant of the cell, if the files do not name it. Default: as they say, else the first of `VARIANTS`. */
	variant?: string;
}

export interface CheckExportResult extends CheckReport {
	/** Absolute path of the checked file. */
	file: string;
	/** Absolute path of the other file, or name of the run. */
	against: string;
	/** Description of the model that the file is compared with: "gru reset-after 2x128". */
	model: string;
	/** Vocabulary size V. */
	symbols: number;
}

const KEYS = [
	...["file", "against", "runs", "checkpoint", "cell", "variant"],
] as const satisfies (keyof CheckExportRequest)[];

/**
 * Runs both over the same symbols, at several lengths and numbers of lanes.
 * @throws E_ONNX, E_IMPORT... for a file that cannot be read.
 */
export async function checkExport(request: CheckExportRequest): Promise<CheckExportResult> {
	checkRequest(request, "checkExport()", KEYS);
	const { file, against, cell, variant } = request;
	const asked: AskedCell = { ...(cell && { cell }), ...(variant !== undefined && { variant }) };
	const isFile = statSync(against, { throwIfNoEntry: false })?.isFile() === true;
	const model = isFile ? await readModel(against, asked) : modelOfRun(request);
	needStack(model);
	const { checkOnnx } = await import("../../interop/check/checkFile.ts");
	const report = checkOnnx(await onnxBytes(file, asked), file, model);
	const { cell: name, variant: form, layers, hidden, symbols } = model.spec;
	return {
		...{ file: resolve(file), against: isFile ? resolve(against) : against },
		...{ model: `${name} ${form} ${layers}x${hidden}`, symbols },
		...report,
	};
}

/** @throws E_MODEL_USE for an encoder-decoder. */
function needStack({ spec }: PortableModel): void {
	if (spec.attention) throw fail("E_MODEL_USE", { use: "check" });
}

async function readModel(path: string, asked: AskedCell): Promise<PortableModel> {
	const bytes = readWhole(path);
	return readFormat(bytes, formatOf(bytes, path), path, asked);
}

/** The file itself if it is ONNX; else its model, written as ONNX. */
async function onnxBytes(path: string, asked: AskedCell): Promise<Uint8Array> {
	const bytes = readWhole(path);
	const format = formatOf(bytes, path);
	if (format === "onnx") return bytes;
	const { writeOnnx } = await import("../../interop/onnx.ts");
	const model = await readFormat(bytes, format, path, asked);
	needStack(model);
	return writeOnnx(model);
}

function modelOfRun({ against, runs = DEFAULT_RUNS, checkpoint = "best" }: CheckExportRequest): PortableModel {
	return portableRun(against, runs, checkpoint, () => {}).model;
}
