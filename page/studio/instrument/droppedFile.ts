/** A file of weights that the reader has dropped on the page. It stays in this tab, and a worker opens it. */
import { createStore } from "../../kit/store.ts";

/** The name of a dropped file in an address, in the place of a run's id. */
export const DROPPED = "file";

export interface DroppedFile {
	name: string;
	bytes: ArrayBuffer;
}
export const droppedFile = createStore<DroppedFile | null>(null);

/** Files that are weights, or that look like them: a worker says what is wrong with the others. */
export const isWeights = (name: string): boolean =>
	/\.(safetensors|onnx|pth?|ckpt|pkl|pickle|h5|hdf5|keras|npz|npy|t7|gguf)$/i.test(name);

/** Name of the run that the command makes of the file. */
export const IMPORTED = "dropped";

/** The command that makes a run of the file. @param symbolsOf as the worker found it */
export function importCommand(file: string, symbolsOf: string | null): string {
	const symbols =
		symbolsOf === null ? "" : symbolsOf === "byte" ? " --unit byte" : ` --vocabulary sluice-${symbolsOf}.txt`;
	return `npx sluice import ${/^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`}${symbols} --run ${IMPORTED}`;
}

/** Most bytes of such a file. */
export const MOST_WEIGHT_BYTES = 256 << 20;
