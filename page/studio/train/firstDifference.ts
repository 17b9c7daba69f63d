/** Where two states of a run first differ: the tensor and the index, in the order of the layout. */
import type { Snapshot } from "../../../src/training/snapshot.ts";

export interface Difference {
	tensor: string;
	index: number;
}

/** Null if all weights are equal, bit for bit. */
export function firstDifference(a: Snapshot, b: Snapshot): Difference | null {
	const others = new Map(b.tensors.map(({ name, data }) => [name, data]));
	for (const { name, data } of a.tensors) {
		if (!isWeight(name)) continue;
		const other = others.get(name);
		for (let index = 0; index < data.length; index++)
			if (!Object.is(data[index], other?.[index])) return { tensor: name, index };
	}
	return null;
}

/** A snapshot holds the optimiser's moments and the carried state as well. */
const isWeight = (name: string) => !/^(optimizer|state)\./.test(name);
