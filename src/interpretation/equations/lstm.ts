/** The LSTM and its variants, docs/equations.md#lstm. Without a learned forget gate, f is a value of its own, `f`. */

import {
	belowAndBefore,
	blockReach,
	type Equation,
	each,
	line,
	part,
	plus,
	type Read,
	rowTimes,
	times,
} from "../../cells/equation.ts";
import { gateLetters } from "../../cells/layout.ts";
import type { LayerWeights } from "../../cells/weights.ts";
import type { LstmVariant } from "../../kernels/kernels.ts";
import { sigmoid } from "../../kernels/reference/affine.ts";

export function lstmForward(variant: LstmVariant, { w_hh, b, p }: LayerWeights): Equation[] {
	const letters = gateLetters({ cell: "lstm", variant });
	const H = w_hh.length / b.length;
	const argument = (letter: string) => {
		const peeped = letter === "o" ? "c" : "c_prev";
		const block = letters.indexOf(letter);
		const peep = p && letter !== "g" ? part(p, "ifo".indexOf(letter), H) : undefined;
		const text = `a_${letter} = W_i${letter} x_t + b_${letter} + W_h${letter} h_{t-1}`;
		const more = ` + p_${letter} ${letter === "o" ? "c_t" : "c_{t-1}"}`;
		const from = ["wx", "h_prev", ...(peep ? [peeped] : [])];
		const whole = line(`a.${letter}`, peep ? text + more : text, from, (wx, h, c) => {
			const a = plus(part(wx, block, H), part(b, block, H), times(part(w_hh, block, H * H), h));
			return peep ? a.map((sum, k) => sum + peep[k]! * c![k]!) : a;
		});
		return {
			...whole,
			unit(k: number, read: Read) {
				const row = block * H + k;
				const a = read("wx", row) + b[row]! + rowTimes(w_hh, row, H, "h_prev", read);
				return peep ? a + peep[k]! * read(peeped, k) : a;
			},
			reach: blockReach(block, H),
		};
	};
	const gate = (letter: string) => [
		argument(letter),
		letter === "g"
			? each("gate.g", "g_t = tanh(a_g)", ["a.g"], Math.tanh)
			: each(`gate.${letter}`, `${letter}_t = sigmoid(a_${letter})`, [`a.${letter}`], sigmoid),
	];
	const f = letters.includes("f") ? "gate.f" : "f";
	const forget = letters.includes("f")
		? gate("f")
		: [
				variant === "coupled"
					? each("f", "f_t = 1 - i_t", ["gate.i"], (i) => 1 - i)
					: each("f", "f_t = 1", ["gate.i"], () => 1),
			];
	return [
		...gate("i"),
		...forget,
		...gate("g"),
		each("kept", "f_t c_{t-1}", [f, "c_prev"], (f, c) => f * c),
		each("forgotten", "(1 - f_t) c_{t-1}", [f, "c_prev"], (f, c) => (1 - f) * c),
		each("added", "i_t g_t", ["gate.i", "gate.g"], (i, g) => i * g),
		each("c", "c_t = f_t c_{t-1} + i_t g_t", ["kept", "added"], (kept, added) => kept + added),
		...gate("o"),
		each("tanh_c", "tanh(c_t)", ["c"], Math.tanh),
		each("h", "h_t = o_t tanh(c_t)", ["gate.o", "tanh_c"], (o, y) => o * y),
	];
}

export function lstmBackward(variant: LstmVariant, w: LayerWeights): Equation[] {
	const letters = gateLetters({ cell: "lstm", variant });
	const H = w.w_hh.length / w.b.length;
	const [p_i, p_f, p_o] = [0, 1, 2].map((block) => (w.p ? part(w.p, block, H) : undefined));
	const learned = letters.includes("f");
	const coupled = variant === "coupled";
	const slope = (letter: string) =>
		each(
			`d.a.${letter}`,
			letter === "g" ? "dL/da_g = dL/dg_t (1 - g^2)" : `dL/da_${letter} = dL/d${letter}_t ${letter} (1 - ${letter})`,
			[`d.gate.${letter}`, `gate.${letter}`],
			letter === "g" ? (dg, g) => dg * (1 - g * g) : (ds, s) => ds * s * (1 - s),
		);
	return [
		each("d.gate.o", "dL/do_t = dL/dh_t tanh(c_t)", ["d.h", "tanh_c"], (dh, y) => dh * y),
		slope("o"),
		each("d.tanh_c", "dL/dtanh(c_t) = dL/dh_t o_t", ["d.h", "gate.o"], (dh, o) => dh * o),
		line(
			"d.c",
			`dL/dc_t = dL/dc_t from t+1 + dL/dtanh(c_t) (1 - tanh(c_t)^2)${p_o ? " + p_o dL/da_o" : ""}`,
			["d.c.later", "d.tanh_c", "tanh_c", "d.a.o"],
			(later, dy, y, dao) => later.map((dc, k) => dc + dy[k]! * (1 - y[k]! ** 2) + (p_o ? p_o[k]! * dao[k]! : 0)),
		),
		each("d.gate.g", "dL/dg_t = dL/dc_t i_t", ["d.c", "gate.i"], (dc, i) => dc * i),
		slope("g"),
		...(learned
			? [each("d.gate.f", "dL/df_t = dL/dc_t c_{t-1}", ["d.c", "c_prev"], (dc, c) => dc * c), slope("f")]
			: []),
		coupled
			? each("d.gate.i", "dL/di_t = dL/dc_t (g_t - c_{t-1})", ["d.c", "gate.g", "c_prev"], (dc, g, c) => dc * (g - c))
			: each("d.gate.i", "dL/di_t = dL/dc_t g_t", ["d.c", "gate.g"], (dc, g) => dc * g),
		slope("i"),
		line(
			"d.c_prev",
			`dL/dc_{t-1} = dL/dc_t f_t${p_i ? " + p_i dL/da_i + p_f dL/da_f" : ""}`,
			["d.c", learned ? "gate.f" : "f", "d.a.i", ...(learned ? ["d.a.f"] : [])],
			(dc, f, dai, daf) => dc.map((d, k) => d * f[k]! + (p_i && p_f ? p_i[k]! * dai[k]! + p_f[k]! * daf![k]! : 0)),
		),
		...belowAndBefore(
			w,
			letters.map((letter) => `d.a.${letter}`),
		),
	];
}
