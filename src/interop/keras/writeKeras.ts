/**
 * Writes a model for Keras 3: a Sequential of recurrent layers over one-hot rows [batch, steps, V] and a Dense with softmax, as
 * .keras, or its weights alone as .weights.h5.
 */

import type { ModelSpec, OwnSpec } from "../../cells/layout.ts";
import { refuseOwn } from "../../cells/own/refuse.ts";
import { fail } from "../../errors/index.ts";
import { reorder } from "../gateOrder.ts";
import { writeHdf5 } from "../hdf5/writeHdf5.ts";
import { notesOf, type PortableModel } from "../portable.ts";
import type { NamedTensor } from "../safetensors.ts";
import { toStack } from "../stack.ts";
import { zipStored } from "../zip.ts";
import { CONFIG, METADATA, NOTES, WEIGHTS } from "./kerasNames.ts";
import { turned } from "./readKeras.ts";

// D inputs, G gate blocks, H units, V symbols; row-major, the last letter moves fastest

const CLASS = { lstm: "LSTM", gru: "GRU", rnn: "SimpleRNN" } as const;
const GROUP = { lstm: "lstm", gru: "gru", rnn: "simple_rnn" } as const;

/** @throws E_EXPORT_FORM for peepholes, which Keras does not have. */
export function writeKeras(model: PortableModel): Uint8Array {
	const { spec } = model;
	refuseOwn(spec, "keras");
	const json = (value: object) => new TextEncoder().encode(JSON.stringify(value));
	return zipStored([
		{ name: METADATA, bytes: json({ keras_version: "3.0.0", date_saved: "1980-01-01@00:00:00" }) },
		{ name: CONFIG, bytes: json(configOf(spec)) },
		{ name: WEIGHTS, bytes: writeKerasWeights(model) },
		{ name: NOTES, bytes: json(notesOf(model)) },
	]);
}

/** @throws E_EXPORT_FORM. */
export function writeKerasWeights(model: PortableModel): Uint8Array {
	const { spec } = model;
	refuseOwn(spec, "keras");
	if (spec.variant === "peephole")
		throw fail("E_EXPORT_FORM", {
			to: "keras",
			model: "lstm peephole",
			instead: "--to onnx, --to safetensors, --to npz",
		});
	const stack = toStack(model);
	const { symbols: V, hidden: H } = stack;
	const tensors = stack.layers.flatMap((layer, l): NamedTensor[] => {
		const { w_ih, w_hh, b_ih, b_hh } = layer.order === "rzn" ? reorder(layer, "zrh") : layer;
		const D = l === 0 ? V : H;
		const rows = b_ih.length;
		const vars = `layers/${GROUP[spec.cell]}${l === 0 ? "" : `_${l}`}/cell/vars`;
		const isInner = spec.variant === "reset-after";
		const both = isInner ? Float64Array.of(...b_ih, ...b_hh) : b_ih;
		const bias = isInner && b_ih instanceof Float32Array ? Float32Array.from(both) : both;
		return [
			{ name: `${vars}/0`, shape: [D, rows], data: turned(w_ih, rows, D) },
			{ name: `${vars}/1`, shape: [H, rows], data: turned(w_hh, rows, H) },
			{ name: `${vars}/2`, shape: isInner ? [2, rows] : [rows], data: bias },
		];
	});
	tensors.push({ name: "layers/dense/vars/0", shape: [H, V], data: turned(stack.headWeight, V, H) });
	tensors.push({ name: "layers/dense/vars/1", shape: [V], data: stack.headBias });
	const own = stack.layers.map((_, l) => `layers/${GROUP[spec.cell]}${l === 0 ? "" : `_${l}`}/vars`);
	return writeHdf5(tensors, ["vars", ...own]);
}

function configOf(spec: Exclude<ModelSpec, OwnSpec>): object {
	const { symbols: V, hidden: units, cell, variant } = spec;
	const layer = (name: string, kind: string, config: object, inputs: number | undefined) => ({
		...{ module: "keras.layers", class_name: kind, config: { name, ...config }, registered_name: null },
		...(inputs !== undefined && { build_config: { input_shape: [null, null, inputs] } }),
	});
	const settings =
		cell === "lstm"
			? { activation: "tanh", recurrent_activation: "sigmoid", unit_forget_bias: true }
			: cell === "gru"
				? { activation: "tanh", recurrent_activation: "sigmoid", reset_after: variant === "reset-after" }
				: { activation: variant };
	const common = { trainable: true, dtype: "float32" };
	const recurrent = Array.from({ length: spec.layers }, (_, l) => {
		const config = { ...common, units, ...settings, use_bias: true, return_sequences: true, stateful: false };
		return layer(`${GROUP[cell]}${l === 0 ? "" : `_${l}`}`, CLASS[cell], config, l === 0 ? V : units);
	});
	const input = layer(
		"input_layer",
		"InputLayer",
		{ batch_shape: [null, null, V], dtype: "float32", sparse: false },
		undefined,
	);
	const dense = layer("dense", "Dense", { ...common, units: V, activation: "softmax", use_bias: true }, units);
	return {
		...{ module: "keras", class_name: "Sequential" },
		config: { name: "sluice", trainable: true, dtype: "float32", layers: [input, ...recurrent, dense] },
		...{ registered_name: null, build_config: { input_shape: [null, null, V] } },
	};
}
