/**
 * The kernel table: the contract shared by the three engines (reference, native, wasm).
 *
 * Letters, used everywhere: T steps, B sequences, D inputs, H units, V symbols, G gate blocks, N rows; arrays are
 * row-major, the last letter moves fastest. A call runs one whole layer over a whole sequence and leaves the gates, c
 * and h of every step in the caller's arrays. A backward call does not change them. It also writes the deltas of every
 * step to the arrays given for them; the other results are the same bits with or without.
 *
 * Weights have PyTorch's shapes and, for LSTM and GRU, its block order, but one bias: b = bias_ih + bias_hh. The GRU
 * with the reset gate after the product keeps the inner bias of n separate, as b_hn. Weight gradients are ADDED to the
 * arrays given; all other outputs are overwritten. No two arrays of a call may overlap unless the field says so. All
 * float arrays of a call come from one engine's `floats()`, and ids from its `ints()`.
 *
 * A weight matrix may come with a second copy as bfloat16; its numbers must then be exact bfloat16 numbers
 * (`src/kernels/bfloat16.ts`). A forward product of at most three rows (B rows for w_hh, T B for w_ih, N for the head)
 * may read the copy, which is half the size, instead of the floats. The bits are the same.
 */
import type { GruVariant, LstmVariant, OptimizerName, RnnActivation } from "./callNames.ts";
import type { OwnProgram } from "./ownProgram.ts";

export type { GruVariant, LstmVariant, OptimizerName, RnnActivation } from "./callNames.ts";
export type Floats = Float32Array | Float64Array;

/** Arrays of every layer call. G is 1 for rnn, 3 for gru, 4 for lstm (3 for its variants 1997 and coupled). */
export interface LayerArrays {
	T: number;
	B: number;
	D: number;
	H: number;
	/** Dense input [T,B,D]. Exactly one of `x` and `ids` is given. */
	x?: Floats;
	/** Symbol ids [T,B], each 0..D-1, read as one-hot rows; -1 is a row of zeros. */
	ids?: Int32Array;
	w_ih: Floats; // [G*H,D]
	w_hh: Floats; // [G*H,H]
	/** bfloat16 copies of w_ih and w_hh. */
	w_ih16?: Int32Array;
	w_hh16?: Int32Array;
	b: Floats; // [G*H]
	/** Blocks of units, a divisor of H: a unit reads h_{t-1} of its own block alone; elsewhere w_hh is 0. Default: 1. */
	blocks?: number | undefined;
	/** Hidden state [T+1,B,H]: h[0] is read, h[1..T] are written by forward and read by backward. */
	h: Floats;
}

/** Arrays of every backward call, in addition to those of its forward call. */
export interface LayerGradients {
	/** dL/dh_t from the layer above, [T,B,H], without the part that comes back from step t+1. */
	dOut: Floats;
	/** dL/dh_T from after the window, [B,H]; zeros when absent. */
	dhLast?: Floats;
	/** Out: dL/dh_0, [B,H]. */
	dhFirst?: Floats;
	/** Out: dL/dx, [T,B,D]; only with a dense input. */
	dx?: Floats;
	dw_ih: Floats; // [G*H,D] added to
	dw_hh: Floats; // [G*H,H] added to, inside the blocks
	db: Floats; // [G*H] added to
	/** Out: dL/d(pre-activation) of every step, [T,B,G*H], blocks as in the gates. */
	deltaGates?: Floats;
	/** Out: the complete dL/dh_t of every step (from above and from t+1), [T,B,H]. */
	deltaH?: Floats;
}

/** h_t = act(W_ih x_t + W_hh h_{t-1} + b)      Elman 1990 */
export interface RnnForward extends LayerArrays {
	activation: RnnActivation;
}
export interface RnnBackward extends RnnForward, LayerGradients {}

/**
 * i,f,o = sigmoid(a_i, a_f, a_o), g = tanh(a_g), a = W_ih x_t + W_hh h_{t-1} + b
 * c_t = f c_{t-1} + i g;  h_t = o tanh(c_t)      Hochreiter & Schmidhuber 1997, Gers et al. 2000
 * peephole: a_i += p_i c_{t-1}, a_f += p_f c_{t-1}, a_o += p_o c_t      Gers & Schmidhuber 2000
 */
export interface LstmForward extends LayerArrays {
	variant: LstmVariant;
	/** Peephole weights [3H], blocks i|f|o; given exactly when variant is "peephole". */
	p?: Floats;
	/** Out: gate values after their nonlinearity, [T,B,G*H], blocks i|f|g|o (i|g|o in 1997 and coupled). */
	gates: Floats;
	/** Cell state [T+1,B,H]: c[0] is read, c[1..T] written. */
	c: Floats;
}
export interface LstmBackward extends LstmForward, LayerGradients {
	/** dL/dc_T from after the window, [B,H]; zeros when absent. */
	dcLast?: Floats;
	/** Out: dL/dc_0, [B,H]. */
	dcFirst?: Floats;
	dp?: Floats; // [3H] added to; given exactly when p is
	/** Out: the complete dL/dc_t of every step (through h_t, from c_{t+1} and the peepholes), [T,B,H]. */
	deltaC?: Floats;
}

/** r,z = sigmoid(a_r, a_z); n as in the variant; h_t = (1 - z) n + z h_{t-1}      Cho et al. 2014 */
export interface GruForward extends LayerArrays {
	variant: GruVariant;
	/** Inner bias of n, [H]; given exactly when variant is "reset-after". */
	b_hn?: Floats;
	/** Out: gate values after their nonlinearity, [T,B,3H], blocks r|z|n. */
	gates: Floats;
	/** Out: [T,B,H]; reset-after: W_hn h_{t-1} + b_hn; reset-before: r h_{t-1}. */
	aux: Floats;
}
/** Here deltaGates are dL/d(a_r), dL/d(a_z), dL/d(a_n), where a_n is the argument of n's tanh. */
export interface GruBackward extends GruForward, LayerGradients {
	db_hn?: Floats; // [H] added to; given exactly when b_hn is
}

/**
 * A cell given by equations (docs/own-cells.md): sums W x_t + b, W x_t + R h_{t-1} + b or R h_{t-1} + b, and a program
 * over them. w_ih has GI blocks, w_hh GR, b and the sums G, in the order of the program; p is [P,H].
 */
export interface OwnForward extends LayerArrays {
	program: OwnProgram;
	p?: Floats; // [P,H] given exactly when the program has parameters
	/** Out: values of the lines, [T,B,V*H], V blocks in the program's order. */
	gates: Floats;
	/** States other than h, [S-1,T+1,B,H], where each may be followed by more steps; given exactly when S > 1. */
	c?: Floats;
}
/** Here deltaGates are the derivatives by the sums, [T,B,G*H]. deltaC, dcLast, dcFirst hold S-1 states one after the other. */
export interface OwnBackward extends OwnForward, LayerGradients {
	dp?: Floats; // [P,H] added to; given exactly when p is
	dcLast?: Floats; // [S-1,B,H] zeros when absent
	/** Out: [S-1,B,H]. */
	dcFirst?: Floats;
	/** Out: [S-1,T,B,H]. */
	deltaC?: Floats;
}

/** Score of a query q and a key k: dot, q . k (Luong et al. 2015); additive, v . tanh(q + k) (Bahdanau et al. 2015). */
export type AttentionScore = "dot" | "additive";
/**
 * Attention of T queries over J positions of B sequences. Sequence b has the positions first[b] <= j < J; before them it
 * has none: their weight is exactly 0 and their keys and values are not used.
 *
 * e_tj = q_t . k_j, or v . tanh(q_t + k_j);  a_tj = exp(e_tj) / sum_i exp(e_ti);  c_t = sum_j a_tj h_j
 */
export interface AttentionForward {
	T: number;
	J: number;
	B: number;
	A: number; // units of a key
	C: number; // units of a value
	score: AttentionScore;
	query: Floats; // [T,B,A]
	keys: Floats; // [J,B,A] may be `values` itself
	v?: Floats; // [A] given exactly when score is "additive"
	values: Floats; // [J,B,C]
	first: Int32Array; // [B] each 0..J-1
	weights: Floats; // [T,B,J] out: a_tj
	context: Floats; // [T,B,C] out: c_t
}
export interface AttentionBackward extends AttentionForward {
	dcontext: Floats; // [T,B,C] dL/dc_t
	dquery: Floats; // [T,B,A] out
	dkeys: Floats; // [J,B,A] added to
	dvalues: Floats; // [J,B,C] added to
	dv?: Floats; // [B,A] of each sequence, added to; given exactly when v is
}

/** y = x W^T + b */
export interface DenseForward {
	N: number;
	D: number;
	V: number;
	x: Floats; // [N,D]
	w: Floats; // [V,D]
	/** bfloat16 copy of w. */
	w16?: Int32Array;
	b: Floats; // [V]
	y: Floats; // [N,V] out
}
export interface DenseBackward {
	N: number;
	D: number;
	V: number;
	x: Floats; // [N,D]
	w: Floats; // [V,D]
	dy: Floats; // [N,V]
	dx?: Floats; // [N,D] out
	dw: Floats; // [V,D] added to
	db: Floats; // [V] added to
}

/** loss_n = -log softmax(logits_n)[target_n], in nats; dlogits_n = scale (softmax(logits_n) - onehot(target_n)). */
export interface SoftmaxCrossEntropy {
	N: number;
	V: number;
	logits: Floats; // [N,V]
	/** [N], each 0..V-1; -1 means not scored: its loss and gradient are 0. */
	targets: Int32Array;
	/** Factor of the gradient, usually 1 / (number of scored rows). */
	scale: number;
	losses: Floats; // [N] out
	/** [N,V] out; may be the logits array itself. */
	dlogits?: Floats;
}

/**
 * y = x keep / (1 - rate), where keep is drawn from threefry2x32(key, counter + index): the same mask in every engine.
 */
export interface Dropout {
	n: number;
	/** Probability of dropping, 0 <= rate < 1. */
	rate: number;
	key: readonly [number, number];
	/** Counter of the first element; element j uses word j%2 of block counter + floor(j/2). */
	counter: number;
	x: Floats; // [n]
	y: Floats; // [n] out; may be x itself
}

/**
 * One pass over all parameters: g' = clamp(gradScale g, -clipValue, clipValue), then
 * sgd       w -= lr g'
 * momentum  m = beta1 m + g';  w -= lr m
 * rmsprop   v = beta2 v + (1 - beta2) g'^2;  w -= lr g' / (sqrt(v) + eps)      Tieleman & Hinton 2012
 * adam      m = beta1 m + (1 - beta1) g';  v = beta2 v + (1 - beta2) g'^2;
 *           w -= lr (m / (1 - beta1^step)) / (sqrt(v / (1 - beta2^step)) + eps)      Kingma & Ba 2015
 * adamw     adam, and w -= lr weightDecay w      Loshchilov & Hutter 2019
 * For every other kind weightDecay is added to the gradient: g' += weightDecay w.
 */
export interface Update {
	kind: OptimizerName;
	n: number;
	w: Floats; // [n] in/out
	g: Floats; // [n] read only
	/** First moment [n], for momentum, adam, adamw. */
	m?: Floats;
	/** Second moment [n], for rmsprop, adam, adamw. */
	v?: Floats;
	lr: number;
	beta1: number;
	beta2: number;
	eps: number;
	weightDecay: number;
	/** Number of this update, from 1 (bias correction). */
	step: number;
	/** Factor from clipping by global norm; 1 when not clipped. */
	gradScale: number;
	/** Clip by value; Infinity for none. */
	clipValue: number;
	/** Elements [0, decayed) take weightDecay; default n. */
	decayed?: number;
}

export interface Kernels {
	rnnForward(a: RnnForward): void;
	rnnBackward(a: RnnBackward): void;
	lstmForward(a: LstmForward): void;
	lstmBackward(a: LstmBackward): void;
	gruForward(a: GruForward): void;
	gruBackward(a: GruBackward): void;
	denseForward(a: DenseForward): void;
	denseBackward(a: DenseBackward): void;
	softmaxCrossEntropy(a: SoftmaxCrossEntropy): void;
	dropout(a: Dropout): void;
	update(a: Update): void;
	/**
	 * Returns the sum of squares in float64, summed in one order at any thread count; NaN or Infinity if the array holds
	 * one.
	 */
	sumSquares(x: Floats): number;
}
/** Calls for cells given by equations. */
export interface OwnKernels {
	ownForward(a: OwnForward): void;
	ownBackward(a: OwnBackward): void;
}
/** Calls for attention (docs/attention.md). */
export interface AttentionKernels {
	attentionForward(a: AttentionForward): void;
	attentionBackward(a: AttentionBackward): void;
}

export type EngineName = "reference" | "native" | "wasm-plain" | "wasm-relaxed";

/** The kernels with their memory. */
export interface Engine extends Kernels {
	readonly name: EngineName;
	/** Name including the instruction set in use, for display: "native avx2+fma". */
	readonly build: string;
	/** Bits per float: 64 for the reference, 32 for the fast engines. */
	readonly precision: 32 | 64;
	readonly operands?: "bfloat16"; // what products round their operands to; absent where that is the engine's own float
	readonly threads: number;
	/** For cells given by equations; absent from an engine in a page. */
	readonly own?: OwnKernels;
	/** For encoder-decoders; absent from an engine in a page. */
	readonly attention?: AttentionKernels;
	/** Returns a new array of zeros in memory that the kernels can reach. */
	floats(length: number): Floats;
	ints(length: number): Int32Array;
	/** Frees arrays. They must not be used afterwards. */
	free(...arrays: (Floats | Int32Array)[]): void;
	/** Stops the threads and releases the memory. Every later call but `free` and `close` throws E_ENGINE. */
	close(): void;
}
