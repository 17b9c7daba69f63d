/** Faults of the kind that people make, each in one line of the reference engine or of the network over it. */
import type { CellSpec } from "../../src/cells/layout.ts";
import type { Fault } from "./mutate.ts";

export type PlantedFault = Fault & { cell: CellSpec };

const faults = (file: string, cell: CellSpec, list: [name: string, from: string, to: string][]): PlantedFault[] =>
	list.map(([name, from, to]) => ({ name, file, cell, from, to }));

const lstmFile = "kernels/reference/lstm.ts";
const gruFile = "kernels/reference/gru.ts";
const rnnFile = "kernels/reference/rnn.ts";
const forget: CellSpec = { cell: "lstm", variant: "forget" };
const peephole: CellSpec = { cell: "lstm", variant: "peephole" };
const coupled: CellSpec = { cell: "lstm", variant: "coupled" };
const after: CellSpec = { cell: "gru", variant: "reset-after" };
const before: CellSpec = { cell: "gru", variant: "reset-before" };
const tanh: CellSpec = { cell: "rnn", variant: "tanh" };

/** Faults that the gradient check must catch. */
export const gradientFaults: PlantedFault[] = [
	...faults(lstmFile, forget, [
		["sign of i g flipped", "= f * cPrev + i * g;", "= f * cPrev - i * g;"],
		["blocks i and f swapped", "{ I: 0, F: H, G: 2 * H", "{ I: H, F: 0, G: 2 * H"],
		["blocks g and o swapped", "G: 2 * H, O: 3 * H", "G: 3 * H, O: 2 * H"],
		["h without tanh(c)", "h[now + k] = o * Math.tanh(c[now + k])", "h[now + k] = o * c[now + k]"],
		["g with a sigmoid", "Math.tanh(gates[at + G + k])", "sigmoid(gates[at + G + k])"],
		[
			"h_{t-1} read one step late",
			"a.w_hh, 0, h, prev, size, H, a.blocks); // (1) + W_hh",
			"a.w_hh, 0, h, now, size, H, a.blocks); // (1) + W_hh",
		],
		["da_o without (1 - o)", "dh[k] * tanhC * o * (1 - o)", "dh[k] * tanhC * o"],
		["da_o with c for tanh(c)", "dh[k] * tanhC * o * (1 - o)", "dh[k] * c[now + k] * o * (1 - o)"],
		["dc not carried from t+1", "dc[k] += dh[k] * o *", "dc[k] = dh[k] * o *"],
		["tanh(c) not squared in dc", "(1 - tanhC * tanhC)", "(1 - tanhC)"],
		["o missing in dc", "dc[k] += dh[k] * o * (1", "dc[k] += dh[k] * (1"],
		["g differentiated as a sigmoid", "dc[k] * i * (1 - g * g)", "dc[k] * i * g * (1 - g)"],
		["da_g without i", "dc[k] * i * (1 - g * g)", "dc[k] * (1 - g * g)"],
		["da_f from c_t, one step late", "dc[k] * cPrev * f * (1 - f)", "dc[k] * c[now + k] * f * (1 - f)"],
		["sign of da_f flipped", "dc[k] * cPrev * f * (1 - f)", "-dc[k] * cPrev * f * (1 - f)"],
		["sign of da_i flipped", "dc[k] * gain * i * (1 - i)", "-dc[k] * gain * i * (1 - i)"],
		["da_i from dh", "dc[k] * gain * i * (1 - i)", "dh[k] * gain * i * (1 - i)"],
		["dc past the forget gate untouched", "dc[k] *= f;", "dc[k] *= 1;"],
		["dc through i in place of f", "dc[k] *= f;", "dc[k] *= i;"],
		["dh_t kept in dh_{t-1}", "\t\t\tdh.fill(0);\n", ""],
		[
			"dW_hh from h_t, one step late",
			"da, 0, h, prev, size, H, a.blocks); // (1) dL/dW_hh",
			"da, 0, h, now, size, H, a.blocks); // (1) dL/dW_hh",
		],
		[
			"dh through W_hh not transposed",
			"addProductBackToX(dh, 0, a.w_hh, 0, da, 0, size, H, a.blocks)",
			"addProduct(dh, 0, a.w_hh, 0, da, 0, H, H)",
		],
		["truncated to one step", "dh[k] += a.dOut[row * H + k];", "dh[k] = a.dOut[row * H + k];"],
		["dOut dropped", "dh[k] += a.dOut[row * H + k];", ""],
		["dOut of the step before", "dh[k] += a.dOut[row * H + k];", "dh[k] += a.dOut[Math.max(0, row - B) * H + k];"],
		["dhLast of the first sequence for all", "a.dhLast[b * H + k] : 0", "a.dhLast[k] : 0"],
		["dhLast dropped", "a.dhLast ? a.dhLast[b * H + k] : 0", "0"],
		["dcLast dropped", "a.dcLast ? a.dcLast[b * H + k] : 0", "0"],
		["missing detach: dc leaks into the next sequence", "a.dcLast[b * H + k] : 0", "a.dcLast[b * H + k] : dc[k]"],
		["the first step skipped", "t >= 0; t--", "t > 0; t--"],
		["the last step skipped", "let t = T - 1; t >= 0", "let t = T - 2; t >= 0"],
		["dcFirst written from dh", "a.dcFirst?.set(dc", "a.dcFirst?.set(dh"],
		["dhFirst not written", "a.dhFirst?.set(dh, b * H);", ""],
		["deltaC from dh", "a.deltaC[row * H + k] = dc[k]", "a.deltaC[row * H + k] = dh[k]"],
		["deltaH shared by all steps", "a.deltaH?.set(dh, row * H)", "a.deltaH?.set(dh, b * H)"],
		[
			"deltaGates blocks f and i swapped",
			"da[I + k] = dai;\n\t\t\t\tif (F >= 0) da[F + k] = daf;",
			"da[F + k] = dai;\n\t\t\t\tda[I + k] = daf;",
		],
	]),
	...faults(lstmFile, { cell: "lstm", variant: "1997" }, [
		["1997 with a forget gate of one half", '"coupled" ? 1 - i : 1; // (3) f_t', '"coupled" ? 1 - i : 0.5; // (3) f_t'],
		["1997 forgets in its backward pass", "dc[k] *= f;", "dc[k] *= 1 - i;"],
	]),
	...faults(lstmFile, coupled, [
		["coupled f = i", '"coupled" ? 1 - i : 1; // (3) f_t', '"coupled" ? i : 1; // (3) f_t'],
		["coupled without the path through f = 1 - i", '"coupled" ? g - cPrev : g', '"coupled" ? g : g'],
		["coupled with the sign of that path flipped", '"coupled" ? g - cPrev : g', '"coupled" ? g + cPrev : g'],
	]),
	...faults(lstmFile, peephole, [
		["peephole of f taken from i", "p[H + k] * cPrev : 0", "p[k] * cPrev : 0"],
		["peephole of o reads c_{t-1}", "p[2 * H + k] * c[now + k] : 0", "p[2 * H + k] * cPrev : 0"],
		["peephole of o missing in dc", "if (p) dc[k] += p[2 * H + k] * dao;", ""],
		["peepholes of i and f missing in dc_{t-1}", "if (p) dc[k] += p[k] * dai + p[H + k] * daf;", ""],
		["dp_i from c_t", "a.dp[k] += dai * cPrev", "a.dp[k] += dai * c[now + k]"],
		["dp_f dropped", "a.dp[H + k] += daf * cPrev;", ""],
		["dp_o from c_{t-1}", "+= dao * c[now + k]", "+= dao * cPrev"],
		["dp_o overwrites", "a.dp[2 * H + k] += dao", "a.dp[2 * H + k] = dao"],
	]),
	...faults(gruFile, after, [
		["z and 1 - z swapped", "(1 - z) * n + z * h[prev + k]", "z * n + (1 - z) * h[prev + k]"],
		[
			"z in place of r on the inner product",
			"gates[at + k] * aux[s + k]; // (4)",
			"gates[at + Z + k] * aux[s + k]; // (4)",
		],
		["b_hn dropped", "a.b_hn ? a.b_hn[k] : 0", "0"],
		["sign of da_z flipped", "(h[prev + k] - n) * z", "(n - h[prev + k]) * z"],
		["da_z from h_t", "(h[prev + k] - n) * z", "(h[prev + B * H + k] - n) * z"],
		["da_n without (1 - z)", "dh[k] * (1 - z) * (1 - n * n)", "dh[k] * (1 - n * n)"],
		["dh_{t-1} without z", "dhPrev[k] = dh[k] * z;", "dhPrev[k] = dh[k];"],
		["dh_{t-1} without its direct path", "dhPrev[k] = dh[k] * z;", "dhPrev[k] = 0;"],
		["ds without r", "ds[k] = da[N + k] * gates[at + k]", "ds[k] = da[N + k]"],
		["dr without s", "da[k] = da[N + k] * aux[s + k]", "da[k] = da[N + k]"],
		["db_hn outside r", "a.db_hn[k] += ds[k]", "a.db_hn[k] += da[N + k]"],
		["db_hn dropped", "if (a.db_hn) for (let k = 0; k < H; k++) a.db_hn[k] += ds[k];", ""],
		["da_r without (1 - r)", "da[k] *= gates[at + k] * (1 - gates[at + k])", "da[k] *= gates[at + k]"],
		[
			"W_hz missing in dh_{t-1}",
			"w_hh, 0, da, 0, 2 * H, H, a.blocks); // (1) dL/dh",
			"w_hh, 0, da, 0, H, H); // (1) dL/dh",
		],
		["no step passes its gradient on", "dh.set(dhPrev);", "dh.fill(0);"],
		["dhLast dropped", "a.dhLast ? a.dhLast[b * H + k] : 0", "0"],
		[
			"r applied before the product in dW_hn",
			"ds, 0, h, prev, H, H, a.blocks); // (3)",
			"da, N, h, prev, H, H, a.blocks); // (3)",
		],
	]),
	...faults(gruFile, before, [
		["r forgotten", "aux[s + k] = gates[at + k] * h[prev + k]", "aux[s + k] = h[prev + k]"],
		[
			"r on the wrong side of dW_hn",
			"da, N, aux, s, H, H, a.blocks); // (4') dL/dW_hn",
			"da, N, h, prev, H, H, a.blocks); // (4') dL/dW_hn",
		],
		["dh_{t-1} through r h dropped", "dhPrev[k] += ds[k] * gates[at + k];", ";"],
		["dh_{t-1} through r h without r", "dhPrev[k] += ds[k] * gates[at + k];", "dhPrev[k] += ds[k];"],
		["dr from h_t", "da[k] = ds[k] * h[prev + k]", "da[k] = ds[k] * h[prev + B * H + k]"],
	]),
	...faults(rnnFile, tanh, [
		["tanh differentiated as 1 - h", "return 1 - h * h;", "return 1 - h;"],
		[
			"bias added after tanh",
			"h[now + k] = act(activation, h[now + k])",
			"h[now + k] = act(activation, h[now + k] - a.b[k]) + a.b[k]",
		],
		[
			"dW_hh from h_t",
			"da, 0, h, prev, H, H, a.blocks); // (1) dL/dW_hh",
			"da, 0, h, now, H, H, a.blocks); // (1) dL/dW_hh",
		],
		["dh through W_hh not transposed", "addProductBackToX(dh, 0,", "addProduct(dh, 0,"],
		["missing detach: dh leaks into the next sequence", "a.dhLast[b * H + k] : 0", "a.dhLast[b * H + k] : dh[k]"],
	]),
	...faults(rnnFile, { cell: "rnn", variant: "sigmoid" }, [
		["sigmoid without (1 - h)", "return h * (1 - h);", "return h;"],
	]),
	...faults(rnnFile, { cell: "rnn", variant: "relu" }, [
		["relu lets dead units learn", "h > 0 ? 1 : 0", "h >= 0 ? 1 : 0"],
	]),
	...faults(rnnFile, { cell: "rnn", variant: "linear" }, [["linear with a slope of h", "\treturn 1;", "\treturn h;"]]),
	...faults("kernels/reference/affine.ts", forget, [
		["bias dropped", "y[yAt + k] = a.b[k]", "y[yAt + k] = 0"],
		["bias gradient dropped", "a.db[k] += dy[dyAt + k]", "a.db[k] += 0"],
		["bias gradient overwrites", "a.db[k] += dy[dyAt + k]", "a.db[k] = dy[dyAt + k]"],
		["dW overwrites", "dw[wAt + k * J + j] += dy", "dw[wAt + k * J + j] = dy"],
		["dW transposed", "dw[wAt + k * J + j] += dy", "dw[wAt + j * K + k] += dy"],
		["column of the next symbol", "a.w_ih[k * a.D + id]", "a.w_ih[k * a.D + ((id + 1) % a.D)]"],
		["gradient of the next symbol", "a.dw_ih[k * a.D + id]", "a.dw_ih[k * a.D + ((id + 1) % a.D)]"],
		[
			"missing symbol read as symbol 0",
			"a.ids[row] : -1;\n\tif (id >= 0) for (let k = 0; k < K; k++) y",
			"Math.max(0, a.ids[row]) : -1;\n\tif (id >= 0) for (let k = 0; k < K; k++) y",
		],
		["dx not cleared", "a.dx.fill(0, row * a.D, (row + 1) * a.D);", ""],
	]),
	...faults("kernels/reference/dense.ts", tanh, [
		["head bias dropped", "y[n * V + v] = b[v]", "y[n * V + v] = 0"],
		["head bias gradient of the last row only", "db[v] += dy", "db[v] = dy"],
		[
			"head dx of the first row for all",
			"w, 0, dy, n * V, V, D); // (1) dL/dx_n",
			"w, 0, dy, 0, V, D); // (1) dL/dx_n",
		],
	]),
	...faults("kernels/reference/softmax.ts", tanh, [
		["scale forgotten", "scale * (q -", "(q -"],
		["target not taken off", "v === target ? 1 : 0", "0"],
		["sign flipped", "scale * (q - (v === target ? 1 : 0))", "scale * ((v === target ? 1 : 0) - q)"],
		["rows that are not scored keep their logits", "dlogits?.fill(0, at, at + V);", ""],
		["loss not of the largest logit", "- (logits[at + target] - max)", "- logits[at + target]"],
	]),
	...faults("kernels/reference/dropout.ts", tanh, [
		["missing 1 / (1 - rate)", "x[k] / (1 - rate)", "x[k]"],
		["divided by the rate", "x[k] / (1 - rate)", "x[k] / rate"],
		["keeps what it should drop", "words[k - j] < limit", "words[k - j] >= limit"],
		["a block for each element", "low + j / 2", "low + j"],
		["words of a block swapped", "words[k - j] <", "words[1 - (k - j)] <"],
	]),
	...faults("cells/unroll.ts", forget, [
		["no mask on the way back", "x: above, y: above", "x: this.#down[0], y: below"],
		["one mask for all layers", "counter: counter + l * Math.ceil(n / 2)", "counter"],
		["gradient not handed down", "[above, below] = [below, above];", ""],
		["gradients of layer 0 for all", "?? gradients.layer(l)", "?? gradients.layer(0)"],
		[
			"weight-drop not in the forward pass",
			"weights: this.layerWeights(l), state });",
			"weights: weights.layer(l), state });",
		],
		["weight-drop not in the backward pass", "weights: this.layerWeights(l) },", "weights: weights.layer(l) },"],
		["gradient of the masked R dropped", "this.#drop?.add(l, gradients);", ""],
	]),
	...faults("cells/weightDrop.ts", forget, [
		["one mask of R for all layers", "counter: counter + l * blocksOf(this.#weights.spec)", "counter"],
		["gradient of R without its mask", "this.mask(l, dw_hh, dw_hh);", ""],
		["masked R of layer 0 for all", "w_hh: this.#matrices[l]!.w_hh };", "w_hh: this.#matrices[0]!.w_hh };"],
		["gradients of layer 0 for all under weight-drop", "...gradients.layer(l), w_hh", "...gradients.layer(0), w_hh"],
	]),
];

/** Faults of the optimisers, that the closed forms must catch. */
export const updateFaults: Fault[] = faults("kernels/reference/update.ts", tanh, [
	["bias correction of m one step late", "1 - beta1 ** u.step", "1 - beta1 ** (u.step + 1)"],
	["bias correction of v one step late", "1 - beta2 ** u.step", "1 - beta2 ** (u.step + 1)"],
	["no bias correction of v", "Math.sqrt(v![j] / biased2)", "Math.sqrt(v![j])"],
	["no bias correction of m", "m![j] / biased1", "m![j]"],
	["adam's m decays by beta2", "m![j] = beta1 * m![j] + (1 - beta1) * d", "m![j] = beta2 * m![j] + (1 - beta2) * d"],
	["momentum damped by 1 - beta1", "m![j] = beta1 * m![j] + d;", "m![j] = beta1 * m![j] + (1 - beta1) * d;"],
	["momentum forgets", "m![j] = beta1 * m![j] + d;", "m![j] = d;"],
	[
		"rmsprop without the square",
		"(1 - beta2) * d * d;\n\t\t\tw[j] -= (lr * d)",
		"(1 - beta2) * d;\n\t\t\tw[j] -= (lr * d)",
	],
	["rmsprop's eps under the root", "(Math.sqrt(v![j]) + eps)", "Math.sqrt(v![j] + eps)"],
	["clip by value only from above", "Math.max(u.gradScale * g[j], -u.clipValue)", "u.gradScale * g[j]"],
	[
		"clip by value before the scale",
		"Math.min(Math.max(u.gradScale * g[j], -u.clipValue), u.clipValue)",
		"u.gradScale * Math.min(Math.max(g[j], -u.clipValue), u.clipValue)",
	],
	["gradScale forgotten", "u.gradScale * g[j]", "g[j]"],
	["adamw's decay in the gradient", 'if (kind !== "adamw") d += decay', "d += decay"],
	["adamw's decay without lr", "w[j] -= lr * decay", "w[j] -= decay"],
	["sign of the decay flipped", 'if (kind !== "adamw") d += decay', 'if (kind !== "adamw") d -= decay'],
	["one element too many decays", "j < decayed", "j <= decayed"],
	["sgd climbs", "w[j] -= lr * d;", "w[j] += lr * d;"],
]);
