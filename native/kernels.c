/*
 * All kernels of one instruction set, as one function. Compiled once for each set: -DISA_AVX2 -DKERNELS=kernels_avx2.
 * This file says in what order a call's numbers and arrays come; src/kernels/calls.ts sends them so.
 */
#include "kernels.h"
/* Code of which one small copy is enough, because every page loads it. */
#ifdef __clang__
#define MINSIZE __attribute__((minsize))
#else
#define MINSIZE
#endif
#define SMALL static __attribute__((noinline)) MINSIZE
/* Of a call, what comes before its job; without threads the job is inlined here, and must stay fast. */
#ifdef __wasm_atomics__
#define ENTRY MINSIZE
#else
#define ENTRY
#endif
#include "rnn.c"
#include "lstm.c"
#include "gru.c"
#include "own.c"
#include "dense.c"
#include "softmax.c"
#include "dropout.c"
#include "update.c"

/* numbers: T B D H variant blocks; arrays as they are listed here, NULL where absent */
SMALL Layer layer_of(Context *context, const double *n, void *const *a) {
	return (Layer){
		.context = context, .T = (idx)n[0], .B = (idx)n[1], .D = (idx)n[2], .H = (idx)n[3], .variant = (int)n[4], .blocks = (idx)n[5],
		.x = a[0], .ids = a[1], .w_ih = a[2], .w_hh = a[3], .b = a[4], .h = a[5], .extra = a[6], .gates = a[7],
		.state = a[8], .w_ih16 = a[9], .w_hh16 = a[10], .dOut = a[11], .dhLast = a[12], .dhFirst = a[13], .dx = a[14],
		.dw_ih = a[15], .dw_hh = a[16], .db = a[17], .deltaGates = a[18], .deltaH = a[19], .dExtra = a[20],
		.dcLast = a[21], .dcFirst = a[22], .deltaC = a[23],
	};
}

/*
 * numbers: T B D H instructions inputSums fullSums recurrentSums values states parameters registers constants, floats
 * between two states of `state`, and of `deltaC`, norms; arrays as above, and last the words of the program
 */
static OwnCall own_of_call(Context *context, const double *n, void *const *a, int words) {
	OwnCall c = {.layer = layer_of(context, n, a), .inputSums = (idx)n[5], .fullSums = (idx)n[6],
		.recurrentSums = (idx)n[7], .values = (idx)n[8], .states = (idx)n[9], .parameters = (idx)n[10],
		.registers = (idx)n[11], .constants = (idx)n[12], .apart = (idx)n[13], .deltasApart = (idx)n[14],
		.instructions = (idx)n[4], .norms = (idx)n[15], .code = a[words]};
	c.layer.blocks = 1;
	return c;
}

SMALL int activation(int kind, idx n, const float *x, float *y) {
	for (idx j = 0; j < n; j += VL) {
		idx k = smaller(VL, n - j);
		vf v = v_loadn(x + j, k);
		v_storen(y + j, kind == 0 ? v_sigmoid(v) : kind == 1 ? v_tanh(v) : v_exp_negative(v), k);
	}
	return 0;
}

#include "attention.c"

int KERNELS(Context *context, int call, double *n, void *const *a);
ENTRY int KERNELS(Context *context, int call, double *n, void *const *a) {
	Layer layer;
	OwnCall own;
	switch (call) {
	case RNN_FORWARD: return layer = layer_of(context, n, a), rnn_forward(&layer);
	case RNN_BACKWARD: return layer = layer_of(context, n, a), rnn_backward(&layer);
	case LSTM_FORWARD: return layer = layer_of(context, n, a), lstm_forward(&layer);
	case LSTM_BACKWARD: return layer = layer_of(context, n, a), lstm_backward(&layer);
	case GRU_FORWARD: return layer = layer_of(context, n, a), gru_forward(&layer);
	case GRU_BACKWARD: return layer = layer_of(context, n, a), gru_backward(&layer);
	/* numbers: N D V */
	case DENSE_FORWARD:
		return dense_forward(&(Dense){.context = context, .N = (idx)n[0], .D = (idx)n[1], .V = (idx)n[2], .x = a[0],
			.w = a[1], .b = a[2], .y = a[3], .w16 = a[4]});
	case DENSE_BACKWARD:
		return dense_backward(&(Dense){.context = context, .N = (idx)n[0], .D = (idx)n[1], .V = (idx)n[2], .x = a[0],
			.w = a[1], .dy = a[2], .dx = a[3], .dw = a[4], .db = a[5]});
	/* numbers: N V scale */
	case SOFTMAX_CROSS_ENTROPY:
		return softmax(&(Softmax){.context = context, .N = (idx)n[0], .V = (idx)n[1], .scale = (float)n[2],
			.logits = a[0], .targets = a[1], .losses = a[2], .dlogits = a[3]});
	/* numbers: n rate key0 key1 counter */
	case DROPOUT:
		return dropout(&(Dropout){.context = context, .n = (idx)n[0], .rate = n[1], .key = {(uint32_t)n[2], (uint32_t)n[3]},
			.counter = n[4], .x = a[0], .y = a[1]});
	/* numbers: n kind decayed lr beta1 beta2 eps weightDecay gradScale clipValue 1/(1-beta1^step) 1/(1-beta2^step) */
	case UPDATE:
		return update(&(Update){.context = context, .n = (idx)n[0], .kind = (int)n[1], .decayed = (idx)n[2],
			.lr = (float)n[3], .beta1 = (float)n[4], .beta2 = (float)n[5], .rest1 = (float)(1 - n[4]),
			.rest2 = (float)(1 - n[5]), .eps = (float)n[6], .weightDecay = (float)n[7], .gradScale = (float)n[8],
			.clipValue = (float)n[9], .unbias1 = (float)n[10], .unbias2 = (float)n[11], .w = a[0], .g = a[1], .m = a[2],
			.v = a[3]});
	/* numbers: n */
	case SUM_SQUARES: n[0] = sum_squares((idx)n[0], a[0]); return 0;
	/* numbers: T J B A C; backward has the last five arrays */
	case ATTENTION_FORWARD:
	case ATTENTION_BACKWARD:
		return attention(&(Attention){.context = context, .back = call == ATTENTION_BACKWARD, .T = (idx)n[0], .J = (idx)n[1],
			.B = (idx)n[2], .A = (idx)n[3], .C = (idx)n[4], .query = a[0], .keys = a[1], .v = a[2], .values = a[3],
			.first = a[4], .weights = a[5], .sum = a[6], .dsum = a[7], .dquery = a[8], .dkeys = a[9], .dvalues = a[10],
			.dv = a[11]});
	/* numbers: n kind (0 sigmoid, 1 tanh, 2 exp of what is at most 0) */
	case OWN_FORWARD: return own = own_of_call(context, n, a, 11), own_forward(&own);
	case OWN_BACKWARD: return own = own_of_call(context, n, a, 24), own_backward(&own);
	case ACTIVATION: return activation((int)n[1], (idx)n[0], a[0], a[1]);
	}
	return 2;
}
