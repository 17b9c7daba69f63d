/**
 * The options of a training run as types: what each means, its unit, range, default and edge. The check of the same
 * options is `OPTION_RULES` in options.ts; test/promises/options.test.ts holds ranges and defaults of both together.
 */
import type { AttentionName, CellName, VARIANTS } from "../../cells/layout.ts";
import type { CellDefinition } from "../../cells/own/definition.ts";
import type { OptimizerName } from "../../kernels/kernels.ts";
import type { ForgetBiasOption } from "../../remedies/forgetBias.ts";
import type { OmegaForm } from "../../remedies/omega.ts";
import type { StartOption } from "../../remedies/starts.ts";
import type { EchoOptions } from "../echo/echoOptions.ts";
import type { RampOption } from "../text/ramps.ts";
import type { AverageOption } from "../updates/weightAverage.ts";

/**
 * Learning rate over the budget, after the warm-up. cosine: falls to `decay` of the peak along half a cosine. constant:
 * stays. step: is multiplied by `decay`, `decays` times.
 */
export type ScheduleName = "constant" | "cosine" | "step";

/** Update rule of a run: one of the engine's, or SOAP on the recurrent matrices and adamw on all else. */
export type OptimizerOption = OptimizerName | "soap";

/** Variant of any cell; each cell has its own (`VARIANTS`). */
export type Variant = (typeof VARIANTS)[CellName][number];

/**
 * Options of every run that is trained by its gradient. A value out of its range is refused (E_OPTION), never clamped;
 * what counts something is a whole number.
 */
export interface CommonOptions {
	/**
	 * Cell of every layer; esn, on a text: a tanh RNN whose recurrent layer stays as it was drawn; or the definition of a
	 * cell of your own (docs/own-cells.md). Default: lstm.
	 */
	cell: CellName | "esn" | CellDefinition;
	/** Variant of the cell, one of `VARIANTS[cell]`. Default: the first one. */
	variant: Variant;
	/** Number of layers. Range: 1 to 64. Default: 1. */
	layers: number;
	/** Hidden units per layer, H. Range: 1 to 16384. Default: 256, for a series 32. */
	hidden: number;
	/**
	 * Probability of dropping an element of a layer's output on its way to the next layer or the head. Range: 0 to 0.95.
	 * Default: 0.2 for a text with `minutes`, else 0. 0: no dropout.
	 */
	dropout: number;
	/**
	 * Weight-drop (Merity, Keskar & Socher 2018): probability of dropping an element of the recurrent matrix of each layer. One
	 * mask per update, the same for all its steps and sequences. Not with `omega`, an encoder-decoder or an echo state network.
	 * Range: 0 to 0.95. Default: none.
	 */
	weightDrop?: number;
	/**
	 * Blocks of units, K, in every layer (block-diagonal recurrent matrices; Kuchaiev & Ginsburg 2017; Beck et al. 2024):
	 * a unit reads the previous hidden state of its own block of hidden / K units alone, in every gate. The recurrent
	 * matrices keep their shape, with zeros outside the blocks that are never trained. It must divide `hidden`. Not with an
	 * encoder-decoder, an echo state network or a cell given by equations. Range: 1 to 16384. Default: 1.
	 */
	blocks?: number;
	/**
	 * Batch size, B, in sequences. A text is read in this many parallel lanes with carried state. Range: 1 to 65536.
	 * Default: 32, for a series 16.
	 */
	batch: number;
	/**
	 * Parts of equal size that each batch is cut into. Their gradients are added in one order, so the weights have the same
	 * bits however many processes share the work (docs/scale.md). It must divide `batch`. Range: 1 to 65536. Default:
	 * none.
	 */
	shards?: number;
	/**
	 * Updates between two exchanges of weights, for slow networks (DiLoCo, Douillard et al. 2023; docs/scale.md): each rank
	 * trains on lanes of its own, and the mean of what they changed is the gradient of an outer step. The weights depend on
	 * the number of ranks. Not with `shards`. Range: 1 to 1e9. Default: none.
	 */
	syncEvery?: number;
	/** Learning rate of the outer step, with `syncEvery`. 0: the weights never change. Range: 0 to 1e6. Default: 0.7. */
	outerLr?: number;
	/** Nesterov momentum of the outer step, with `syncEvery`. 0: none. Range: 0 to 0.999999. Default: 0.9. */
	outerMomentum?: number;
	/**
	 * Budget in updates; at most one of steps, epochs and minutes. 0: the initial weights are saved and measured. Range: 0
	 * to 1e12. Default: none; without any budget, 3 minutes, for a series 2000 steps.
	 */
	steps?: number;
	/**
	 * Budget in passes over the training part; not for a task without end. Fractions are allowed. Range: 0 to 1e9.
	 * Default: none.
	 */
	epochs?: number;
	/** Budget in minutes of training. Its end depends on the machine. Range: 0 to 1e7. Default: 3 without another budget. */
	minutes?: number;
	/**
	 * Update rule. soap: one-sided SOAP (Vyas et al. 2024) on the recurrent matrix of each layer, adamw on all other
	 * tensors; not with `syncEvery`, an echo state network or an engine in bfloat16. Default: adam.
	 */
	optimizer: OptimizerOption;
	/**
	 * Updates between two refreshes of the eigenvectors of soap (the paper's preconditioning frequency). Range: 1 to 1e9.
	 * Default: 10.
	 */
	soapEvery?: number;
	/**
	 * Peak learning rate. 0: the weights never change. Range: 0 to 1e6. Default: for adam, adamw and soap the smaller of
	 * 0.008 and 2 / hidden, for rmsprop a quarter of that, for sgd 1, for momentum 0.3.
	 */
	lr: number;
	/** Decay of the first-moment average (adam, adamw, soap), or the momentum. Range: 0 to 0.999999. Default: 0.9. */
	beta1: number;
	/**
	 * Decay of the second-moment average (adam, adamw, soap, rmsprop), and of soap's mean of G^T G. Range: 0 to 0.999999.
	 * Default: 0.99.
	 */
	beta2: number;
	/** Added to the root of the second moment (adam, adamw, soap, rmsprop). Range: 1e-30 to 1. Default: 1e-8. */
	eps: number;
	/**
	 * Weight decay. adamw and soap subtract lr weightDecay w; every other optimiser adds weightDecay w to the gradient. 0: none.
	 * Range: 0 to 1000. Default: 0.
	 */
	weightDecay: number;
	/**
	 * Learning rate over the budget.
	 * Default: constant for a text with `minutes`, but not with `decay` or `syncEvery` or for esn, else cosine.
	 */
	schedule: ScheduleName;
	/** Fraction of the budget in which the learning rate rises from 0 to `lr`. 0: none. Range: 0 to 1. Default: 0.02. */
	warmup: number;
	/** cosine: last learning rate, as a fraction of `lr`. step: factor of each decay. Range: 0 to 1. Default: 0.05. */
	decay: number;
	/** Number of decays of schedule step, evenly spaced over the budget. Range: 1 to 1000. Default: 3. */
	decays: number;
	/**
	 * Mean of the weights over updates (Polyak & Juditsky 1992), which evaluations, samples, readings and exports use, while the
	 * training continues with its own. "ema:D": from the first update, decay D per update, 0 < D < 1; "last:F": equal
	 * parts of the updates in the last fraction F of the budget, 0 < F <= 1; "poly:E" (Shamir & Zhang 2013): from the first
	 * update, update k counts in proportion to about k^E, 0 <= E <= 1000. "none": no mean. Not with `syncEvery`.
	 * Default: poly:8 for a text with `minutes` and the default schedule constant, else none.
	 */
	average?: AverageOption;
	/** Clips the norm of the whole gradient at this value. 0: no clipping. Range: 0 to 1e9. Default: 1. */
	clipNorm: number;
	/**
	 * Clips each gradient element at this absolute value, after clipping by norm. 0: no clipping. Range: 0 to 1e9.
	 * Default: 0.
	 */
	clipValue: number;
	/**
	 * Initial recurrent weights: a name, or NAME:VALUE such as "spectral:0.9"; `STARTS` of sluice/remedies lists names and
	 * values. "default" is orthogonal:1. Default: default.
	 */
	init: StartOption;
	/** Factor alpha of the penalty Omega in the loss (rnn only). 0: none. Range: 0 to 1e6. Default: 0. */
	omega: number;
	/** Form of Omega, if `omega` is above 0. authors: the shrink rule of the authors' code too. Default: paper. */
	omegaForm?: OmegaForm;
	/** Factor of the penalty sum |w| over the tensors of `penalize`. 0: none. Range: 0 to 1e6. Default: 0. */
	l1: number;
	/** Factor of the penalty sum w^2 / 2 over the tensors of `penalize`. 0: none. Range: 0 to 1e6. Default: 0. */
	l2: number;
	/**
	 * Tensors that l1 and l2 act on, if one of them is above 0: groups, names, or names with *, separated by commas.
	 * Default: weights.
	 */
	penalize?: string;
	/**
	 * Initial bias of the gate that keeps the old state: b_f of an LSTM (-b_i if coupled), b_z of a GRU. A number from
	 * -100 to 100, or "chrono:TMAX" with the longest time to remember, from 3 to 1e9 steps. Cells without such a gate (rnn,
	 * lstm 1997) take only 0. Default: 1 for an LSTM, 0 for a GRU.
	 */
	forgetBias: ForgetBiasOption;
	/** Seed of weights, batches and dropout. Range: 0 to 9007199254740991. Default: 1. */
	seed: number;
	/** Updates between two checkpoints. 0: every 30 seconds. The last one is always saved. Range: 0 to 1e12. Default: 0. */
	saveEvery: number;
	/** Updates between two validations. 0: twenty in the whole budget. Range: 0 to 1e12. Default: 0, for a series 50. */
	validEvery: number;
	/**
	 * Updates between two records of the model's gradient. 0: none. Range: 0 to 1e12. Default: as often as at most about 4 %
	 * of the time allows.
	 */
	recordEvery?: number;
	/** Early stopping: ends after this many validations without improvement. 0: never. Range: 0 to 1e6. Default: 0, for a series 10. */
	patience: number;
	/**
	 * Rollbacks allowed. Each returns a diverged run to its last good checkpoint and halves the learning rate. 0: the run
	 * ends at the first divergence (E_DIVERGED). Range: 0 to 100. Default: 3.
	 */
	rollbacks: number;
	/** Newest checkpoints to keep. Range: 1 to 1000. Default: 3. */
	keepLast: number;
	/** Checkpoints of lowest validation loss to keep. Range: 0 to 1000. Default: 1. */
	keepBest: number;
}

/** Options that only a run on a text has. */
export interface TextOnlyOptions {
	/**
	 * Truncated backpropagation: steps between two updates; on a task or a series, steps scored per backward pass. Range: 1
	 * to 1e6. Default: 64, on a task or a series k2.
	 */
	k1: number;
	/**
	 * Truncated backpropagation: largest number of steps that a gradient travels back. Above k1 windows overlap, below it
	 * each is cut. Range: 1 to 1e6. Default: k1, on a task or a series without k1 the whole sequence.
	 */
	k2: number;
	/**
	 * Probability that a lane starts an update from a zero state instead of the carried one, as evaluation and sampling do.
	 * Text only. Range: 0 to 1. Default: 0.02.
	 */
	reset: number;
	/**
	 * Ramp of the sequence length, "A:F" (Li, Zhang & He 2022): updates begin with k1 = A steps, which must divide k1, and grow to
	 * k1 over the first fraction F of the budget, about twice as long each time; k2 shrinks with k1. A >= 1, 0 < F <= 1.
	 * The learning rate stays. Text only. Default: none.
	 */
	rampLength?: RampOption;
	/**
	 * Ramp of the batch, "A:F" (Smith, Kindermans, Ying & Le 2018): updates begin with A lanes, which must divide batch, and grow to
	 * batch over the first fraction F of the budget, about twice as many each time. Groups of A lanes take turns, so all
	 * lanes are read. A >= 1, 0 < F <= 1. The learning rate stays. Text only; not with `shards` or `syncEvery`. Default:
	 * none.
	 */
	rampBatch?: RampOption;
}

/** Options that only a run on a task or a series has. */
export interface TaskOnlyOptions {
	/** Sequence length: L, or A..B to draw one from A to B inclusive per update. Default: the task's own. */
	length: string;
	/**
	 * Ends the run at the first validation whose fraction of wrong sequences is at most this. Task and series only. Range: 0
	 * to 1. Default: no such goal.
	 */
	stopAtError?: number;
	/**
	 * Model: a stack of layers, or an encoder-decoder of one layer each, on pairs of questions and answers or on the
	 * tasks copy-sequence and reversal (docs/attention.md). Default: stack.
	 */
	model?: "stack" | "encoder-decoder";
	/**
	 * Attention of an encoder-decoder: additive (Bahdanau et al. 2015), dot or general (Luong et al. 2015), or none: the
	 * decoder sees the encoder's last state alone. Default: additive.
	 */
	attention?: AttentionName;
	/** Units of the additive score. Range: 1 to 16384. Default: hidden. */
	attentionUnits?: number;
}

/** Options of a run on a text, checked and complete. */
export interface TrainOptions extends CommonOptions, TextOnlyOptions, Partial<ReservoirOptions> {}

/** Options of an echo state network that one on a text has too. */
type ReservoirOptions = Pick<EchoOptions, "spectralRadius" | "inputScale" | "biasScale" | "density">;

/**
 * Options of a run on a task, checked and complete. Its sequences start from a zero state and are trained whole, unless
 * k2 is given.
 */
export interface TaskTrainOptions extends CommonOptions, TaskOnlyOptions, Partial<Pick<TextOnlyOptions, "k1" | "k2">> {}

/** Every option there is, with the type of its checked value. */
type AllOptions = Omit<CommonOptions, "cell"> & TextOnlyOptions & TaskOnlyOptions & EchoOnlyOptions;
type EchoOnlyOptions = Omit<EchoOptions, "cell" | "length" | keyof CommonOptions>;

/**
 * Options that a caller gives: any of them, with the defaults for the rest. A run on a text takes those of
 * `TrainOptions`, one on a task or a series those of `TaskTrainOptions`, and `cell: "esn"` those of `EchoOptions`; an
 * option of another kind of run is refused (E_OPTION). undefined counts as not given.
 */
export interface GivenOptions extends Partial<Omit<AllOptions, "length">> {
	/**
	 * Cell of every layer; esn: an echo state network; or the definition of a cell of your own (docs/own-cells.md). Default:
	 * lstm.
	 */
	cell?: CellName | "esn" | CellDefinition;
	/**
	 * Sequence length, in steps: L, or "A..B" to draw one from A to B inclusive per update. Task and series only. Default:
	 * the task's own.
	 */
	length?: number | string;
}

export type OptionName = keyof GivenOptions;
