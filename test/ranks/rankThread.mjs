/**
 * One rank as a worker thread, for ranksInThreads.ts: the exchange of src/training/ranks over shared memory. Each pair of
 * ranks has a mailbox of one message. It trains in float64 with the built library.
 */
import { parentPort, workerData } from "node:worker_threads";
import { bytesSource, openCorpus, taskNamed } from "../../dist/src/data/index.js";
import { createReference } from "../../dist/src/kernels/index.js";
import { DiLoCo, parseOptions, parseTaskOptions, TaskTrainer, Trainer } from "../../dist/src/training/index.js";

const { rank, size, boxes, options, text, snapshot, updates, finish, faults } = workerData;
let bytes = 0;
let messages = 0;

/** The mailbox of messages from one rank to another: [full, length], then the bytes. */
function box(from, to) {
	const shared = boxes[from * size + to];
	return { state: new Int32Array(shared, 0, 2), data: new Uint8Array(shared, 8) };
}
function put(message, to) {
	const { state, data } = box(rank, to);
	while (Atomics.load(state, 0) === 1) Atomics.wait(state, 0, 1);
	data.set(message);
	state[1] = message.length;
	Atomics.store(state, 0, 1);
	Atomics.notify(state, 0);
	bytes += message.length;
	messages++;
}
function take(message, from) {
	const { state, data } = box(from, rank);
	while (Atomics.load(state, 0) === 0) Atomics.wait(state, 0, 0);
	if (state[1] !== message.length) throw new Error(`${state[1]} bytes came, not ${message.length}`);
	message.set(data.subarray(0, message.length));
	Atomics.store(state, 0, 0);
	Atomics.notify(state, 0);
}
const ranks = {
	...{ rank, size },
	exchange(send, to, receive, from) {
		if (send) put(send, to);
		if (receive) take(receive, from);
	},
	place: (of) => ({ rank: of, host: "thread", pid: of }),
};

async function trainerOf() {
	const engine = createReference();
	const together = { diloco: DiLoCo, ...(size > 1 && { ranks }) };
	if (text === undefined) {
		const task = taskNamed("addition");
		return new TaskTrainer(engine, task, parseTaskOptions(options, task), true, together);
	}
	const corpus = await openCorpus(bytesSource("text", new TextEncoder().encode(text)), { split: [100, 0, 0] });
	const { vocabulary, parts } = corpus;
	return new Trainer(engine, parts.train, vocabulary.size, parseOptions(options), true, together);
}

async function run() {
	const trainer = await trainerOf();
	if (snapshot) await trainer.restore(snapshot);
	let divergence;
	// as rank 0 leads: a rank that diverged goes on until all hear of it
	for (let n = trainer.step + 1; n <= updates && !divergence; n++) {
		for (const { on, before, element, value } of faults)
			if (on === rank && before === n) trainer.weights.flat[element] = value;
		const found = (await trainer.update((n - 1) / 100)).divergence;
		if (n % options.syncEvery === 0) divergence = found;
	}
	if (finish) divergence = trainer.finish();
	const sent = { bytes, messages };
	divergence ??= trainer.findDivergence();
	return { sent, divergence, weights: trainer.weights.flat, snapshot: divergence ? undefined : trainer.snapshot() };
}

run().then(
	(result) => parentPort.postMessage(result),
	(error) => parentPort.postMessage({ error: error.code ?? String(error), message: error.message }),
);
