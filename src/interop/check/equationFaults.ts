/** What differs in the constants of a file whose layers are equations, written as Sluice writes them. */
import { equationTensors } from "../onnx/equationLayers.ts";
import type { OnnxGraph } from "../onnx/read.ts";
import type { PortableModel } from "../portable.ts";
import type { CheckFault } from "./fault.ts";
import { arrayFault, isSame } from "./tensorFaults.ts";

/** Faults of the layers in order, then those of the head; none if only the body of a step differs. */
export function equationFaults(graph: OnnxGraph, model: PortableModel): CheckFault[] {
	const { layers, symbols: V, hidden: H } = model.spec;
	const faults: CheckFault[] = [];
	const compare = (name: string, wanted: Float32Array, columns: number, l?: number) => {
		const got = graph.constant(name)?.data;
		const at = { ...(l !== undefined && { layer: l }), tensors: [name] };
		if (!got || got.length !== wanted.length) faults.push({ kind: "missing", ...at });
		else if (!isSame(got, wanted)) {
			const size = { rows: wanted.length / columns, columns, isBias: name.includes(".bias."), l };
			faults.push({ ...arrayFault(got, wanted, size), ...at });
		}
	};
	for (let l = 0; l < layers; l++)
		for (const { name, dims, rawData } of equationTensors(model, l)) {
			const numbers = new Float32Array(rawData!.slice().buffer);
			compare(name!, numbers, dims!.length > 1 ? Number(dims![1]) : 1, l);
		}
	const head = (name: string) => Float32Array.from(model.tensors.find((tensor) => tensor.name === name)!.data);
	const weight = head("head.weight");
	compare(
		"head_weight_transposed",
		Float32Array.from(weight, (_, n) => weight[(n % V) * H + Math.floor(n / V)]!),
		V,
	);
	compare("head_bias", head("head.bias"), 1);
	return faults;
}
