/**
 * Reads a file whose layers are equations, as equationLayers.ts writes them. The definition is in the notes of the file. The
 * weights are taken from its constants by name; then every node and every other constant must be what Sluice writes for this
 * definition, so that a file that computes anything else is not taken for it.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import type { ModelSpec, OwnSpec } from "../../cells/layout.ts";
import { ownCellOf } from "../../cells/own/reader.ts";
import { fail } from "../../errors/index.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { sumsOf } from "../../kernels/ownSums.ts";
import { type AskedCell, checkTensors, type Notes, type PortableModel, pickNotes } from "../portable.ts";
import type { NamedTensor } from "../safetensors.ts";
import { FLOAT } from "./messageParts.ts";
import { NodeSchema } from "./messages_pb.ts";
import type { OnnxGraph } from "./read.ts";
import { stateInputs, writtenGraph } from "./write.ts";

// D inputs, H units, V symbols; G sums, GI with W x, GR with R h'; row-major, the last letter moves fastest

type EquationSpec = ModelSpec & OwnSpec;

/** Whether the notes of a file name a cell given by equations. */
export const isOfEquations = (spec: ModelSpec | undefined): spec is EquationSpec => spec?.cell === "own";

/** @throws E_ONNX, E_IMPORT. */
export function readEquations(
	graph: OnnxGraph,
	spec: EquationSpec,
	{ asked, notes }: { asked: AskedCell; notes: Notes },
): PortableModel {
	const { where } = graph;
	const name = asked.cell ?? asked.variant;
	if (name !== undefined) throw fail("E_IMPORT", { where, why: "cell", got: spec.variant, wanted: name });
	const tensors = checkTensors(spec, tensorsIn(graph, spec), where);
	const model = { spec, tensors, ...pickNotes(notes) };
	compare(graph, model);
	return model;
}

/** The weights under Sluice's names. A shape is checked before its numbers are copied. */
function tensorsIn(graph: OnnxGraph, { equations, layers, hidden: H, symbols: V }: EquationSpec): NamedTensor[] {
	const { inputSums, recurrentSums, values, parameters, program } = ownCellOf(equations);
	const { G } = sumsOf(program);
	const [GI, GR] = [inputSums.length, recurrentSums.length];
	const tensors: NamedTensor[] = [];
	const add = (name: string, shape: number[], data: Floats) => tensors.push({ name, shape, data });
	const turned = (name: string, rows: number, columns: number) =>
		transposed(graph.wanted(name, [columns, rows]), rows, columns); // [rows,columns]
	for (let l = 0; l < layers; l++) {
		const D = l === 0 ? V : H;
		add(`weight_ih_l${l}`, [GI * H, D], turned(`l${l}.W`, GI * H, D));
		if (GR > 0) add(`weight_hh_l${l}`, [GR * H, H], turned(`l${l}.R`, GR * H, H));
		const biases = values.slice(0, G).flatMap((sum) => [...graph.wanted(`l${l}.bias.${sum}`, [H])]);
		add(`bias_l${l}`, [G * H], Float32Array.from(biases));
		for (const parameter of parameters)
			add(`${parameter}_l${l}`, [H], Float32Array.from(graph.wanted(`l${l}.parameter.${parameter}`, [H])));
	}
	add("head.weight", [V, H], turned("head_weight_transposed", V, H));
	add("head.bias", [V], Float32Array.from(graph.wanted("head_bias", [V])));
	return tensors;
}

/** @throws E_IMPORT naming the first node or constant that is not the one of these equations; E_ONNX for an initial state. */
function compare(graph: OnnxGraph, model: PortableModel): void {
	const { node, initializer } = writtenGraph(model, false);
	const refuse = (name: string, got: string, wanted: string) =>
		fail("E_IMPORT", { where: graph.where, why: "equations", name, got, wanted });
	if (graph.constant("ids") || graph.maker("ids")) throw refuse("ids", "constant", "input");
	const states = stateInputs(model.spec);
	const outputs = ["logits", ...states.map((name) => name.replace("initial_", "final_"))].join(" ");
	if (graph.outputs.join(" ") !== outputs) throw refuse("outputs", graph.outputs.join(" ") || "none", outputs);
	for (const name of states) if (graph.constant(name) || graph.maker(name)) throw graph.trouble("state", name);
	for (const { name, dims, dataType, rawData } of initializer) {
		const got = graph.constant(name!);
		const shape = dims!.map(Number);
		const numbers = numbersOf(rawData!, dataType!);
		if (String(got?.shape) !== String(shape) || !numbers.every((x, n) => x === got!.data[n]))
			throw refuse(name!, got ? `[${got.shape}]` : "none", `[${shape}]`);
	}
	for (let n = 0; n < Math.max(node.length, graph.nodes.length); n++) {
		const [got, wanted] = [graph.nodes[n], node[n]];
		if (got && wanted && isSame(toBinary(NodeSchema, got), toBinary(NodeSchema, create(NodeSchema, wanted)))) continue;
		const name = got?.name || got?.output[0] || `node ${n}`;
		throw refuse(name, got?.opType ?? "none", wanted?.opType ?? "none");
	}
}

/** Numbers of a constant that was just written. */
function numbersOf(raw: Uint8Array, dataType: number): Float64Array {
	const bytes = raw.slice().buffer;
	if (dataType === FLOAT) return Float64Array.from(new Float32Array(bytes));
	return Float64Array.from(new BigInt64Array(bytes), Number);
}

/** [M,N] -> [N,M], in the file's float32. */
function transposed(data: Floats, N: number, M: number): Float32Array {
	const out = new Float32Array(N * M);
	for (let n = 0; n < N; n++) for (let m = 0; m < M; m++) out[n * M + m] = data[m * N + n]!;
	return out;
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((x, n) => x === b[n]);
