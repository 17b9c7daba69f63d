/** The closing numbers of a run. */
import { createHash } from "node:crypto";
import { type Corpus, type Part, symbolsPerCharacter } from "../data/corpus.ts";
import type { Floats } from "../kernels/kernels.ts";
import { evaluate } from "../training/evaluate.ts";
import type { Trainer } from "../training/trainer.ts";
import type { TrainEvent, TrainResult } from "./events.ts";
import { type Ending, type Session, unlessAborted } from "./session.ts";

interface Finished {
	run: { name: string; folder: string };
	trainer: Trainer;
	corpus: Corpus;
	session: Session;
	ended: Ending;
	onEvent(event: TrainEvent): void;
	signal?: AbortSignal;
}

/** Evaluates the validation part (its first symbols: see Session.finalSymbols) with the final weights, and gathers the rest. */
export async function resultOf({
	run,
	trainer,
	corpus,
	session,
	ended,
	onEvent,
	signal,
}: Finished): Promise<TrainResult> {
	const { engine, options, parameters, step, tokens } = trainer;
	const { tokensPerSecond } = session;
	const { train, valid } = corpus.parts;
	const onProgress = async (doneSymbols: number, totalSymbols: number) => {
		onEvent({ type: "finish", what: "evaluate", doneSymbols, totalSymbols });
	};
	const measured =
		valid.symbols > 1 && ended !== "signal"
			? await unlessAborted(
					evaluate(engine, trainer.weights, valid, { limit: session.finalSymbols, onProgress, signal }),
					signal,
				)
			: null;
	const held = measured?.lossNats ?? null;
	const lossNats = { train: step === 0 ? null : trainer.lossSmoothNats, valid: held };
	const bits = (nats: number | null) => (nats === null ? null : nats / Math.LN2);
	const perCharacter = async (nats: number | null, part: Part) =>
		nats === null ? null : (nats / Math.LN2) * (await symbolsPerCharacter(part));
	return {
		...{ run: run.name, engine: engine.name, threads: engine.threads, seed: options.seed },
		...{ steps: step, tokens, tokensPerSecond, parameters, lossNats, validSymbols: measured?.symbols ?? 0 },
		bitsPerSymbol: { train: bits(lossNats.train), valid: bits(lossNats.valid) },
		bitsPerCharacter: {
			train: await perCharacter(lossNats.train, train),
			valid: await perCharacter(lossNats.valid, valid),
		},
		...{ clippedShare: trainer.clippedShare, weightsSha256: sha256(trainer.weights.flat) },
		...{ seconds: session.progress.seconds, ended, folder: run.folder },
	};
}

function sha256(array: Floats): string {
	return createHash("sha256")
		.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
		.digest("hex");
}
