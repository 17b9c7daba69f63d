/** A fault of an exported network, by name. */

/** Kinds of faults. */
export type FaultKind =
	// the network
	| "cell"
	| "layers"
	| "hidden"
	| "symbols"
	| "axes"
	| "unknown"
	// the settings of a layer
	| "direction"
	| "resetOrder"
	| "activation"
	| "clip"
	| "inputForget"
	| "initialState"
	| "sequenceLengths"
	// its tensors
	| "layerOrder"
	| "gateOrder"
	| "transposed"
	| "biasTwice"
	| "biasMissing"
	| "innerBias"
	| "missing"
	| "scaled"
	| "unitOrder"
	| "symbolOrder"
	| "rounded"
	| "values";

/** What is wrong with a file, as far as its weights and settings show it. */
export interface CheckFault {
	kind: FaultKind;
	/** Layer, from 0. Absent for the head and the whole network. */
	layer?: number;
	/** Tensors concerned, by PyTorch's names without the layer: "weight_ih", "weight_hh", "bias", "head.weight". */
	tensors?: string[];
	/** Gates concerned, in Sluice's letters. */
	gates?: string[];
	/** Value in the checked file. */
	got?: string;
	/** Value in the model that it is compared with. */
	wanted?: string;
}
