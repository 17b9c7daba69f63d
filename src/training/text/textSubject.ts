/** A subject for a text and the model trained on it. */
import { type Corpus, type Part, symbolsPerCharacter } from "../../data/corpus.ts";
import { type Probe, probeText, textLags } from "../../diagnosis/record.ts";
import { fail, type SluiceError } from "../../errors/index.ts";
import type { Closing, TextResult } from "../run/events.ts";
import { commonResult, unlessAborted } from "../run/result.ts";
import type {
	EvaluateHooks,
	EvaluateRequest,
	GradientSubject,
	ProbeRequest,
	Scored,
	Scores,
	ValidationPlan,
} from "../subject.ts";
import type { StepReport, Trainer } from "../trainer.ts";
import { TrainerSubject } from "../trainerSubject.ts";
import { ignorantLoss } from "../updates/guard.ts";
import { evaluate } from "./evaluate.ts";
import { sample } from "./sampling.ts";

/** A trainer on a text and its corpus, for the loop. */
export class TextSubject extends TrainerSubject<Trainer> implements GradientSubject<StepReport> {
	readonly corpus: Corpus;
	/** The training part as the network reads it in training. */
	readonly trained: Part;
	readonly seenPerStep: number;
	readonly validation: ValidationPlan;
	readonly work?: (share: number) => number;
	readonly notice?: SluiceError;

	/** `trainer` trains on `trained`, by default the training part of `corpus`. */
	constructor(trainer: Trainer, corpus: Corpus, trained: Part = corpus.parts.train) {
		super(trainer);
		const { options } = trainer;
		const { symbols, unknownSymbols } = corpus.parts.valid;
		const known = symbols - unknownSymbols;
		if (symbols > 1 && known === 0) this.notice = fail("E_VALID_UNKNOWN", { symbols });
		this.corpus = corpus;
		this.trained = trained;
		this.seenPerStep = options.batch * options.k1; // also with a ramp, so that validations are as long as without it
		const { ramps } = trainer;
		const work = ramps.work(1);
		if (work < 1) this.work = (share) => ramps.work(share) / work;
		this.validation = {
			...{ available: symbols < 2 || known === 0 ? 0 : symbols, share: 0.2, least: 1 << 11, most: 1 << 17 },
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

	/** Evaluates on the first symbols of the validation part. */
	async evaluate({ size: limit }: Pick<EvaluateRequest, "size">, hooks: EvaluateHooks = {}): Promise<Scores> {
		const { valid } = this.corpus.parts;
		const { lossNats, symbols } = await evaluate(this.engine, this.evaluated, valid, { limit, ...hooks });
		return { loss: lossNats, scored: symbols };
	}

	async probe({ part = "train", sequences = 8, lags }: ProbeRequest = {}): Promise<Probe> {
		const text = this.corpus.parts[part];
		const probe = await probeText(this.engine, this.weights, text, lags ?? textLags(this.options.k2), sequences);
		probe.window.forward();
		return probe;
	}

	/** Generates text after a newline, at temperature 0.8. */
	write(length: number): string {
		const { vocabulary } = this.corpus;
		const options = { length, temperature: 0.8, seed: this.options.seed };
		const ids = [...sample(this.engine, this.evaluated, vocabulary.encode("\n"), options)].map(({ id }) => id);
		return vocabulary.decode(ids);
	}

	startFacts() {
		const { vocabulary, parts } = this.corpus;
		return { symbols: vocabulary.size, trainSymbols: parts.train.symbols };
	}

	stepFacts({ epoch, lossNats, lossSmoothNats }: StepReport, tokensPerSecond: number) {
		return { epoch, lossNats, lossSmoothNats, tokensPerSecond };
	}

	lineFacts({ epoch }: StepReport, lossNats: number, tokensPerSecond: number) {
		return { epoch, lossNats, tokensPerSecond };
	}

	validFacts({ loss: lossNats, scored: validatedSymbols }: Scored) {
		return { lossNats, validatedSymbols, bitsPerSymbol: lossNats / Math.LN2 };
	}

	validLine({ loss, scored }: Scored) {
		return { validLossNats: loss, validatedSymbols: scored };
	}

	async result(closing: Closing, hooks: EvaluateHooks): Promise<TextResult> {
		const { trainer, corpus } = this;
		const { train, valid } = corpus.parts;
		const { bestValid, bestStep, validSize } = closing.progress;
		const measure = closing.finalSize > 0 && closing.ended !== "signal";
		const measured = measure
			? await unlessAborted(this.evaluate({ size: closing.finalSize }, hooks), hooks.signal)
			: undefined;
		const known = Number.isNaN(measured?.loss) ? null : (measured?.loss ?? null);
		const lossNats = { train: this.step === 0 ? null : trainer.lossSmoothNats, valid: known };
		const bits = (nats: number | null) => (nats === null ? null : nats / Math.LN2);
		const perCharacter = async (nats: number | null, part: Part) =>
			nats === null ? null : (nats / Math.LN2) * (await symbolsPerCharacter(part));
		return {
			...commonResult(this, closing),
			...{ tokens: trainer.tokens, tokensPerSecond: closing.perSecond },
			...{ lossNats, validSymbols: measured?.scored ?? 0 },
			bestWhileTraining:
				bestValid === null
					? null
					: { step: bestStep, lossNats: bestValid, symbols: Math.min(validSize, valid.symbols - 1) },
			bitsPerSymbol: { train: bits(lossNats.train), valid: bits(lossNats.valid) },
			bitsPerCharacter: {
				train: await perCharacter(lossNats.train, train),
				valid: await perCharacter(lossNats.valid, valid),
			},
		};
	}
}
