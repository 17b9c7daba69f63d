/** The eigenvalues of a stored checkpoint. */
import { readOwn } from "../../../../src/interop/portable.ts";
import { type SpectrumLine, spectrumOf } from "../spectrum.ts";
import type { Work } from "./work.ts";

/** @param bytes a file of weights as `sluice export` writes it. */
export function storedSpectrum(
	_: Work,
	{ bytes, step }: { bytes: ArrayBuffer; step: number },
): SpectrumLine | undefined {
	const { spec, tensors } = readOwn(new Uint8Array(bytes), "weights");
	const w_hh = tensors.find(({ name }) => name === `weight_hh_l${spec.layers - 1}`);
	return w_hh && spectrumOf(spec, w_hh.data, step);
}
