/**
 * The names that a kernel call may carry, and what depends on them: activations, variants of the cells with their gates,
 * optimisers. Every other list of them is made from these.
 */

// native/kernels.c knows activations and variants by their place here: append, never reorder.

/** Nonlinearities of the plain recurrent layer. */
export const ACTIVATIONS = ["tanh", "relu", "sigmoid", "linear"] as const;
/** forget: blocks i,f,g,o. 1997: i,g,o, c_t = c_{t-1} + i g. coupled: i,g,o, f = 1 - i. peephole: forget + p. */
export const LSTM_VARIANTS = ["forget", "1997", "peephole", "coupled"] as const;
/** reset-after: n = tanh(W_in x + b_n + r (W_hn h + b_hn)) (cuDNN, PyTorch). reset-before: n = tanh(W_in x + b_n + W_hn (r h)). */
export const GRU_VARIANTS = ["reset-after", "reset-before"] as const;
/** Optimisers, each with its number in native/kernels.c; the first is the default. */
export const OPTIMIZER_NUMBERS = { adam: 3, adamw: 4, rmsprop: 2, momentum: 1, sgd: 0 } as const;
export const OPTIMIZERS = Object.keys(OPTIMIZER_NUMBERS) as readonly OptimizerName[];

export type RnnActivation = (typeof ACTIVATIONS)[number];
export type LstmVariant = (typeof LSTM_VARIANTS)[number];
export type GruVariant = (typeof GRU_VARIANTS)[number];
export type OptimizerName = keyof typeof OPTIMIZER_NUMBERS;

/** Gate blocks of each variant, in the order of their rows. The hook names are `l{n}.gate.{letter}`. */
export const LSTM_GATES = {
	forget: ["i", "f", "g", "o"],
	"1997": ["i", "g", "o"],
	peephole: ["i", "f", "g", "o"],
	coupled: ["i", "g", "o"],
} as const satisfies Record<LstmVariant, readonly string[]>;
export const GRU_GATES = ["r", "z", "n"] as const;
