/**
 * Initial bias of the gate that keeps the old state. It determines how long a cell remembers before training: a gate
 * with value f forgets in about 1 / (1 - f) steps.
 *
 *   NUMBER        the same for every unit (Gers et al. 2000; Jozefowicz et al. 2015: 1)
 *   chrono:TMAX   b ~ log U[1, TMAX - 1] for each unit, so that the forgetting times cover 1..TMAX; the input
 *                 gate starts at -b (Tallec & Ollivier 2018, eq. 16)
 *
 * b is b_f of an LSTM, -b_i of a coupled one (f = 1 - i), b_z of a GRU (whose z keeps the old state).
 */
import { type CellSpec, gateLetters } from "../cells/layout.ts";
import { fail } from "../errors/index.ts";
import { shown } from "../errors/quote.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";

/** A forget bias as it is given: a number, or chrono:TMAX. */
export type ForgetBiasOption = number | `${number}` | `chrono:${number}`;

/** A number from -100 to 100, or chrono with TMAX, the longest time to remember, from 3 to 1e9 steps. */
export type ForgetBias = { kind: "constant"; value: number } | { kind: "chrono"; longest: number };

/** Returns true if the cell has a gate that keeps the old state. */
export function hasForgetGate(spec: CellSpec): boolean {
	return spec.cell !== "own" && spec.cell !== "rnn" && !(spec.cell === "lstm" && spec.variant === "1997");
}

/**
 * Parses a forget bias.
 * @throws E_OPTION if `given` is neither form, or asks for a bias other than 0 in a cell without such a gate.
 */
export function parseForgetBias(given: number | string, spec: CellSpec, where: string): ForgetBias {
	const got = shown(given);
	const text = String(given);
	const chrono = text.startsWith("chrono:");
	const number = /^-?[\d.]+(e[+-]?\d+)?$/i.test(text.replace("chrono:", ""));
	const value = number ? Number(text.replace("chrono:", "")) : Number.NaN;
	if (!(chrono ? value >= 3 && value <= 1e9 : Math.abs(value) <= 100)) {
		const why = {
			reason: "form",
			forms: ["-100 .. 100", "chrono:3 .. chrono:1e9"],
			such: ["1", "chrono:100"],
			got,
		} as const;
		throw fail("E_OPTION", { option: "forgetBias", why, where });
	}
	if (!hasForgetGate(spec) && (chrono || value !== 0)) {
		const why = { reason: "noForgetGate", model: `${spec.cell} ${spec.variant}`, got } as const;
		throw fail("E_OPTION", { option: "forgetBias", why, where });
	}
	return chrono ? { kind: "chrono", longest: value } : { kind: "constant", value };
}

/** Writes the initial bias into b [G*H] of one layer; leaves a cell without such a gate unchanged. */
export function startForgetBias(b: Floats, H: number, spec: CellSpec, bias: ForgetBias, random: RandomStream): void {
	if (!hasForgetGate(spec)) return;
	const coupled = spec.cell === "lstm" && spec.variant === "coupled";
	const letters = gateLetters(spec);
	const keep = letters.indexOf(spec.cell === "gru" ? "z" : coupled ? "i" : "f") * H;
	if (bias.kind === "constant") {
		b.fill(coupled ? -bias.value : bias.value, keep, keep + H);
		return;
	}
	for (let k = 0; k < H; k++) {
		const value = Math.log(1 + (bias.longest - 2) * random.uniform()); // log U[1, TMAX - 1]
		b[keep + k] = coupled ? -value : value;
		if (spec.cell === "lstm" && !coupled) b[letters.indexOf("i") * H + k] = -value;
	}
}
