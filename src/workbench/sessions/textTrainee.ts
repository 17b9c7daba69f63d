/** A text and the model trained on it, as a session trains them. */
import { type Corpus, type Part, symbolsPerCharacter } from "../../data/corpus.ts";
import { type Probe, textProbe } from "../../diagnosis/record.ts";
import { evaluate } from "../../training/evaluate.ts";
import { ignorantLoss } from "../../training/guard.ts";
import { sample } from "../../training/sampling.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { StepReport as Report, Trainer } from "../../training/trainer.ts";
import type { Closing, TrainResult } from "./events.ts";
import { OfTrainer } from "./ofTrainer.ts";
import { commonResult, unlessAborted } from "./result.ts";
import type { EvaluateHooks, Trainee, Validation, ValidationPlan } from "./trainee.ts";

export class TextTrainee extends OfTrainer<Trainer> implements Trainee<Report> {
	readonly corpus: Corpus;
	readonly seenPerStep: number;
	readonly validation: ValidationPlan;

	/** `trainer` trains on `corpus`. */
	constructor(trainer: Trainer, corpus: Corpus) {
		super(trainer);
		const { options } = trainer;
		const { symbols } = corpus.parts.valid;
		this.corpus = corpus;
		this.seenPerStep = options.batch * options.k1;
		this.validation = {
			...{ available: symbols < 2 ? 0 : symbols, share: 0.2, least: 1 << 11, most: 1 << 17 },
			...{ finalLeast: 1 << 14, finalMost: 1 << 20, perSecond: 10_000 },
		};
	}

	get seen(): number {
		return this.trainer.tokens;
	}

	get stepsPerEpoch(): number {
		return this.trainer.stepsPerEpoch;
	}

	get ignorantLoss(): number {
		return ignorantLoss("softmax", this.corpus.vocabulary.size);
	}

	update(progress: number, rate: number): Promise<Report> {
		return this.trainer.update(progress, rate);
	}

	restore(snapshot: Snapshot): Promise<void> {
		return this.trainer.restore(snapshot);
	}

	async validate(limit: number, hooks: EvaluateHooks): Promise<Validation> {
		const { lossNats, symbols } = await this.#evaluate(limit, hooks);
		return { loss: lossNats ?? Number.NaN, scored: symbols };
	}

	#evaluate(limit: number, hooks: EvaluateHooks) {
		return evaluate(this.engine, this.weights, this.corpus.parts.valid, { limit, ...hooks });
	}

	probe(): Promise<Probe> {
		return textProbe(this.engine, this.weights, this.corpus.parts.train, this.options.k2);
	}

	/** Written after a newline. */
	write(length: number): string {
		const { vocabulary } = this.corpus;
		const options = { length, temperature: 0.8, seed: this.options.seed };
		const ids = [...sample(this.engine, this.weights, vocabulary.encode("\n"), options)].map(({ id }) => id);
		return vocabulary.decode(ids);
	}

	startFacts() {
		const { vocabulary, parts } = this.corpus;
		return { symbols: vocabulary.size, trainSymbols: parts.train.symbols };
	}

	stepFacts({ epoch, lossNats, lossSmoothNats }: Report, tokensPerSecond: number) {
		return { epoch, lossNats, lossSmoothNats, tokensPerSecond };
	}

	lineFacts({ epoch }: Report, lossNats: number, tokensPerSecond: number) {
		return { epoch, lossNats, tokensPerSecond };
	}

	validFacts({ loss: lossNats }: Validation) {
		return { lossNats, bitsPerSymbol: lossNats / Math.LN2 };
	}

	validLine({ loss }: Validation) {
		return { validLossNats: loss };
	}

	/** On the first symbols of the validation part. */
	async result(closing: Closing, hooks: EvaluateHooks): Promise<TrainResult> {
		const { trainer, corpus } = this;
		const { train, valid } = corpus.parts;
		const measure = closing.finalSize > 0 && closing.ended !== "signal";
		const measured = measure ? await unlessAborted(this.#evaluate(closing.finalSize, hooks), hooks.signal) : null;
		const lossNats = { train: this.step === 0 ? null : trainer.lossSmoothNats, valid: measured?.lossNats ?? null };
		const bits = (nats: number | null) => (nats === null ? null : nats / Math.LN2);
		const perCharacter = async (nats: number | null, part: Part) =>
			nats === null ? null : (nats / Math.LN2) * (await symbolsPerCharacter(part));
		return {
			...commonResult(this, closing),
			...{ tokens: trainer.tokens, tokensPerSecond: closing.perSecond },
			...{ lossNats, validSymbols: measured?.symbols ?? 0 },
			bitsPerSymbol: { train: bits(lossNats.train), valid: bits(lossNats.valid) },
			bitsPerCharacter: {
				train: await perCharacter(lossNats.train, train),
				valid: await perCharacter(lossNats.valid, valid),
			},
		};
	}
}
