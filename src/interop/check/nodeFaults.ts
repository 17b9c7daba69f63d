/** Names the settings of a recurrent node in ONNX that make it compute something else than the model's cell. */
import type { ModelSpec } from "../../cells/layout.ts";
import type { Node } from "../onnx/messages_pb.ts";
import { attribute } from "../onnx/read.ts";
import { activationNames, type LayerTape } from "../onnx/runLayer.ts";
import type { CheckFault } from "./fault.ts";

/** Returns the operator of a model's cell. */
export const operatorOf = ({ cell }: Pick<ModelSpec, "cell">): LayerTape["op"] =>
	(({ lstm: "LSTM", gru: "GRU", rnn: "RNN", own: "Scan" }) as Record<string, LayerTape["op"]>)[cell]!;

/** Faults of node `l`; `tape` is its run, if it was reached. */
export function nodeFaults(node: Node, l: number, spec: ModelSpec, tape: LayerTape | undefined): CheckFault[] {
	const faults: CheckFault[] = [];
	const layer = l;
	const direction = new TextDecoder().decode(attribute(node, "direction")?.s.subarray(0, 40)) || "forward";
	if (direction !== "forward") faults.push({ kind: "direction", layer, got: direction, wanted: "forward" });
	if (spec.cell === "gru") {
		const after = attribute(node, "linear_before_reset")?.i === 1n;
		const got = after ? "reset-after" : "reset-before";
		if (got !== spec.variant) faults.push({ kind: "resetOrder", layer, gates: ["r", "n"], got, wanted: spec.variant });
	}
	const got = activationNames(node);
	const wanted = activationsOf(spec);
	if (got.join() !== wanted.join())
		faults.push({ kind: "activation", layer, got: got.join(","), wanted: wanted.join(",") });
	const clip = attribute(node, "clip")?.f;
	if (clip) faults.push({ kind: "clip", layer, got: String(Number(clip.toPrecision(6))) });
	const isCoupled = spec.cell === "lstm" && spec.variant === "coupled";
	if (attribute(node, "input_forget")?.i === 1n && !isCoupled)
		faults.push({ kind: "inputForget", layer, gates: ["f"] });
	if (tape?.started) faults.push({ kind: "initialState", layer });
	if (tape?.cut) faults.push({ kind: "sequenceLengths", layer });
	return faults;
}

function activationsOf(spec: ModelSpec): string[] {
	if (spec.cell === "gru") return ["sigmoid", "tanh"];
	if (spec.cell === "lstm") return ["sigmoid", "tanh", "tanh"];
	return [spec.variant === "linear" ? "affine" : spec.variant];
}
