/**
 * NumPy's .npz: a zip archive of .npy arrays. The arrays have Sluice's own names (bias_l0) or those of a PyTorch state
 * dict (lstm.bias_ih_l0). What a safetensors file has as its notes is an array of UTF-8 bytes here:
 * `json.loads(bytes(numpy.load(file)["sluice.vocabulary"]))`.
 */
import { readNpy, writeNpy } from "./npy.ts";
import { isPair } from "./pairNotes.ts";
import { type AskedCell, notesOf, ownModel, type PortableModel } from "./portable.ts";
import type { NamedTensor } from "./safetensors.ts";
import { torchModel } from "./torch.ts";
import { zipEntries, zipRead, zipStored } from "./zip.ts";

const ARRAY = /^(.+)\.npy$/;
const NOTE = /^sluice\.\w+$/;

/** Whether the archive holds NumPy's arrays. */
export const isNpz = (names: readonly string[]): boolean => names.some((name) => ARRAY.test(name));

export function writeNpz(model: PortableModel): Uint8Array {
	const arrays = model.tensors.map(({ name, shape, data }) => ({ name: `${name}.npy`, bytes: writeNpy(data, shape) }));
	const notes = Object.entries(notesOf(model)).map(([name, text]) => {
		const bytes = new TextEncoder().encode(text);
		return { name: `${name}.npy`, bytes: writeNpy(bytes, [bytes.length]) };
	});
	return zipStored([...arrays, ...notes]);
}

/** @throws E_ZIP, E_NPY, E_IMPORT. */
export async function readNpz(file: Uint8Array, where: string, asked: AskedCell = {}): Promise<PortableModel> {
	const tensors: NamedTensor[] = [];
	const metadata: Record<string, string> = Object.create(null);
	for (const entry of zipEntries(file, where)) {
		const name = ARRAY.exec(entry.name)?.[1] ?? entry.name;
		const tensor = readNpy(await zipRead(file, entry, where), where, name);
		if (NOTE.test(name)) metadata[name] = new TextDecoder().decode(Uint8Array.from(tensor.data));
		else tensors.push(tensor);
	}
	const names = tensors.map(({ name }) => name);
	const isOwn = names.includes("bias_l0") || isPair(names);
	return (isOwn ? ownModel : torchModel)({ tensors, metadata }, where, asked);
}
