/** The GRU with both positions of the reset gate, docs/equations.md#gru. */

import {
	below,
	blockReach,
	type Equation,
	each,
	line,
	part,
	plus,
	type Read,
	rowTimes,
	times,
	timesBack,
	type Vector,
} from "../../cells/equation.ts";
import type { LayerWeights } from "../../cells/weights.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { sigmoid } from "../../kernels/reference/affine.ts";

export function gruForward(after: boolean, { w_hh, b, b_hn }: LayerWeights): Equation[] {
	const H = w_hh.length / b.length;
	const [w_hr, w_hz, w_hn] = [0, 1, 2].map((block) => part(w_hh, block, H * H)) as [Floats, Floats, Floats];
	const gate = (letter: string, block: number, w: Floats) => [
		{
			...line(
				`a.${letter}`,
				`a_${letter} = W_i${letter} x_t + b_${letter} + W_h${letter} h_{t-1}`,
				["wx", "h_prev"],
				(wx, h) => plus(part(wx, block, H), part(b, block, H), times(w, h)),
			),
			unit: (k: number, read: Read) =>
				read("wx", block * H + k) + b[block * H + k]! + rowTimes(w, k, H, "h_prev", read),
			reach: blockReach(block, H),
		},
		each(`gate.${letter}`, `${letter}_t = sigmoid(a_${letter})`, [`a.${letter}`], sigmoid),
	];
	const n = (wx: Vector, more: Vector) => plus(part(wx, 2, H), part(b, 2, H), more);
	const candidate = after
		? [
				{
					...line("s", "s_t = W_hn h_{t-1} + b_hn", ["h_prev"], (h) => plus(times(w_hn, h), b_hn!)),
					unit: (k: number, read: Read) => rowTimes(w_hn, k, H, "h_prev", read) + b_hn![k]!,
					reach: (_: string, j: number) => j,
				},
				{
					...line("a.n", "a_n = W_in x_t + b_n + r_t s_t", ["wx", "gate.r", "s"], (wx, r, s) =>
						n(
							wx,
							r.map((gate, k) => gate * s[k]!),
						),
					),
					unit: (k: number, read: Read) => read("wx", 2 * H + k) + b[2 * H + k]! + read("gate.r", k) * read("s", k),
					reach: blockReach(2, H),
				},
			]
		: [
				each("s", "s_t = r_t h_{t-1}", ["gate.r", "h_prev"], (r, h) => r * h),
				line("a.n", "a_n = W_in x_t + b_n + W_hn s_t", ["wx", "s"], (wx, s) => n(wx, times(w_hn, s))),
			];
	return [
		...gate("r", 0, w_hr),
		...gate("z", 1, w_hz),
		...candidate,
		each("gate.n", "n_t = tanh(a_n)", ["a.n"], Math.tanh),
		each("kept", "z_t h_{t-1}", ["gate.z", "h_prev"], (z, h) => z * h),
		each("forgotten", "(1 - z_t) h_{t-1}", ["gate.z", "h_prev"], (z, h) => (1 - z) * h),
		each("added", "(1 - z_t) n_t", ["gate.z", "gate.n"], (z, n) => (1 - z) * n),
		each("h", "h_t = (1 - z_t) n_t + z_t h_{t-1}", ["added", "kept"], (added, kept) => added + kept),
	];
}

export function gruBackward(after: boolean, w: LayerWeights): Equation[] {
	const H = w.w_hh.length / w.b.length;
	const [w_hr, w_hz, w_hn] = [0, 1, 2].map((block) => part(w.w_hh, block, H * H)) as [Floats, Floats, Floats];
	const slope = (letter: string) =>
		each(
			`d.a.${letter}`,
			`dL/da_${letter} = dL/d${letter}_t ${letter} (1 - ${letter})`,
			[`d.gate.${letter}`, `gate.${letter}`],
			(ds, s) => ds * s * (1 - s),
		);
	const back = after
		? [
				each("d.s", "dL/ds_t = dL/da_n r_t", ["d.a.n", "gate.r"], (dan, r) => dan * r),
				each("d.gate.r", "dL/dr_t = dL/da_n s_t", ["d.a.n", "s"], (dan, s) => dan * s),
			]
		: [
				line("d.s", "dL/ds_t = W_hn^T dL/da_n", ["d.a.n"], (dan) => timesBack(w_hn, dan)),
				each("d.gate.r", "dL/dr_t = dL/ds_t h_{t-1}", ["d.s", "h_prev"], (ds, h) => ds * h),
			];
	return [
		each("d.gate.z", "dL/dz_t = dL/dh_t (h_{t-1} - n_t)", ["d.h", "h_prev", "gate.n"], (dh, h, n) => dh * (h - n)),
		slope("z"),
		each("d.gate.n", "dL/dn_t = dL/dh_t (1 - z_t)", ["d.h", "gate.z"], (dh, z) => dh * (1 - z)),
		each("d.a.n", "dL/da_n = dL/dn_t (1 - n^2)", ["d.gate.n", "gate.n"], (dn, n) => dn * (1 - n * n)),
		...back,
		slope("r"),
		line(
			"d.h_prev",
			`dL/dh_{t-1} = dL/dh_t z_t + W_hr^T dL/da_r + W_hz^T dL/da_z + ${after ? "W_hn^T dL/ds_t" : "dL/ds_t r_t"}`,
			["d.h", "gate.z", "d.a.r", "d.a.z", "d.s", "gate.r"],
			(dh, z, dar, daz, ds, r) => {
				const through = after ? timesBack(w_hn, ds) : ds.map((d, k) => d * r[k]!);
				return plus(
					dh.map((d, k) => d * z[k]!),
					timesBack(w_hr, dar),
					timesBack(w_hz, daz),
					through,
				);
			},
		),
		below(w, ["d.a.r", "d.a.z", "d.a.n"]),
	];
}
