/**
 * A state of a text run for a smaller k2: past symbols that the next window no longer holds are read into the carried
 * state, with today's weights and without dropout.
 */
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { fail } from "../../errors/index.ts";
import { copyNumbers } from "../../kernels/float32.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { modelOf, type TrainOptions } from "../options/options.ts";
import { putTensors, type Snapshot, TRAINED } from "../snapshot.ts";
import { roundOf } from "../text/round.ts";

/**
 * Returns the snapshot with at most k2 - k1 past symbols in each lane.
 * @param symbols vocabulary size. @throws E_FORK if it would shorten the windows of an unfinished round.
 */
export function withWindow(engine: Engine, snapshot: Snapshot, options: TrainOptions, symbols: number): Snapshot {
	const { batch: B, k1, k2 } = options;
	const history = snapshot.state.history as number[]; // [past,B]
	const round = roundOf(snapshot.state, { lanes: B, k1, k2: Number.POSITIVE_INFINITY });
	if (round && round.k2 > k2) throw fail("E_FORK", { option: "k2", why: "round" });
	const drop = history.length / B - Math.max(0, k2 - k1);
	if (drop <= 0) return snapshot;
	const weights = Weights.of(engine, { ...modelOf(options, symbols), dropout: 0 }, snapshot.tensors);
	const trained = snapshot.tensors.find(({ name }) => name === TRAINED); // the others are then their mean
	if (trained) copyNumbers(TRAINED, trained.data, weights.flat);
	const window = new Unrolled(engine, weights, { steps: drop, lanes: B });
	const shape = [B, options.hidden];
	const carried = window.carried().map(({ name, data }) => ({ name: `state.${name}`, shape, data }));
	putTensors(carried, snapshot.tensors);
	window.ids.set(history.slice(0, drop * B));
	window.forward();
	window.carry();
	const moved = new Map(carried.map((tensor) => [tensor.name, { ...tensor, data: tensor.data.slice() }]));
	window.free();
	engine.free(weights.flat);
	return {
		tensors: snapshot.tensors.map((tensor) => moved.get(tensor.name) ?? tensor),
		state: { ...snapshot.state, history: history.slice(drop * B) },
	};
}
