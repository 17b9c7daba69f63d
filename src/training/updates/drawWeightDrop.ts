/** The mask of R of an update, from the stream of weight-drop. */
import type { ModelSpec } from "../../cells/layout.ts";
import { type WeightDropDraw, weightDropBlocks } from "../../cells/weightDrop.ts";
import type { RandomStream } from "../../kernels/random.ts";
import type { OwnLanes } from "../diloco/diloco.ts";

/**
 * Draws the mask of one update, which all its windows and shards share.
 * @param own lanes of this process, if others train on the rest by themselves, each with masks of its own.
 */
export function drawWeightDrop(stream: RandomStream, rate: number, spec: ModelSpec, own?: OwnLanes): WeightDropDraw {
	const { rank, size } = own ?? { rank: 0, size: 1 };
	const blocks = rate > 0 ? weightDropBlocks(spec) : 0;
	const counter = stream.counter + rank * blocks;
	stream.counter += size * blocks;
	return { rate, key: stream.key, counter };
}
