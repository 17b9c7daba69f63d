/** Explains a difference: compares a graph's settings and tensors with a model's. */
import type { ModelSpec } from "../../cells/layout.ts";
import { SluiceError } from "../../errors/index.ts";
import { findHead } from "../onnx/findStack.ts";
import type { Node } from "../onnx/messages_pb.ts";
import type { OnnxGraph } from "../onnx/read.ts";
import type { LayerTape } from "../onnx/runLayer.ts";
import type { OwnStack } from "../stack.ts";
import type { CheckFault } from "./fault.ts";
import { modelTensors, nodeTensors } from "./gateTensors.ts";
import { nodeFaults } from "./nodeFaults.ts";
import { arrayFault, isSame, layerFaults } from "./tensorFaults.ts";

/** Faults of the layers in order, then those of the head. */
export function findFaults(
	graph: OnnxGraph,
	nodes: readonly Node[],
	{ spec, stack }: { spec: ModelSpec; stack: OwnStack },
	tapes: readonly LayerTape[],
): CheckFault[] {
	const hasInner = spec.cell === "gru" && spec.variant === "reset-after";
	const wanted = nodes.map((_, l) => modelTensors(stack, l, hasInner));
	const faults = nodes.flatMap((node, l): CheckFault[] => {
		const settings = nodeFaults(node, l, spec, tapes[l]);
		const isInner = hasInner && !settings.some(({ kind }) => kind === "resetOrder");
		const own = isInner === hasInner ? wanted : nodes.map((_, k) => modelTensors(stack, k, false));
		const got = readOr(undefined, () => nodeTensors(graph, node, { l, V: spec.symbols, hasInner: isInner }));
		return [...settings, ...(got ? layerFaults(l, got, own) : [])];
	});
	return [...faults, ...headFaults(graph, stack, spec)];
}

function headFaults(graph: OnnxGraph, stack: OwnStack, { symbols: V, hidden: H }: ModelSpec): CheckFault[] {
	const head = readOr(undefined, () => findHead(graph));
	if (!head) return [];
	const faults: CheckFault[] = [];
	const compare = (name: string, a: typeof stack.headBias, b: typeof stack.headBias, columns: number) => {
		if (isSame(a, b)) return;
		if (a.length !== b.length)
			faults.push({ kind: "symbols", tensors: [name], got: String(head.V), wanted: String(V) });
		else {
			const size = { rows: b.length / columns, columns, isBias: columns === 1, l: undefined };
			faults.push({ ...arrayFault(a, b, size), tensors: [name] });
		}
	};
	compare("head.weight", head.headWeight, stack.headWeight, H);
	compare("head.bias", head.headBias, stack.headBias, 1);
	return faults;
}

/** What `read` gives, or `otherwise` where the graph is not built as the reader needs it. */
function readOr<T>(otherwise: T, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof SluiceError && error.code !== "E_INTERNAL") return otherwise;
		throw error;
	}
}
