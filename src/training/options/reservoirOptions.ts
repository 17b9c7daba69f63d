/**
 * Options of an echo state network on a text: those of a reservoir, and those of a run on a text that act on its
 * readout. The recurrent layer is never trained, so every option that acts on it is an error.
 */
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { ECHO_OPTION_RULES } from "../echo/echoOptions.ts";
import { checked } from "./rules.ts";

/** Options of the reservoir itself. */
const OWN = ["spectralRadius", "inputScale", "biasScale", "density"] as const;

/** Options that such a network has at one value only. Those of a gradient-trained recurrent layer, and its leak rate. */
const FIXED: Readonly<Record<string, unknown>> = {
	...{
		variant: "tanh",
		layers: 1,
		dropout: 0,
		weightDrop: 0,
		blocks: 1,
		omega: 0,
		omegaForm: undefined,
		init: "default",
		forgetBias: 0,
	},
	...{ leak: 1, feedback: 0, washout: undefined, ridge: undefined, stateNoise: 0 },
};

export interface ReservoirOptions {
	/** Options of the reservoir, with defaults. */
	own: Record<(typeof OWN)[number], number>;
	/** All other options, in the form of a tanh RNN. */
	rest: Record<string, unknown>;
}

/** @throws E_OPTION for an option that acts on the recurrent layer, or a value out of range. */
export function reservoirOptions(raw: Readonly<Record<string, unknown>>, where: string): ReservoirOptions {
	for (const [option, only] of Object.entries(FIXED)) {
		if (raw[option] === undefined || raw[option] === only || (option === "variant" && raw[option] === "")) continue;
		throw fail("E_OPTION", { option, why: whyNot(option), where });
	}
	if (raw.optimizer === "soap") {
		const why = { reason: "onlyFor", kinds: ["gradient"], not: "echo", value: "soap" } as const;
		throw fail("E_OPTION", { option: "optimizer", why, where });
	}
	if (raw.k2 !== undefined && raw.k2 !== (raw.k1 ?? raw.k2))
		throw fail("E_OPTION", { option: "k2", why: whyNot("k2"), where });
	const own = OWN.map((name) => [
		name,
		checked(name, ECHO_OPTION_RULES[name], raw[name] ?? ECHO_OPTION_RULES[name].default, where),
	]);
	const others = Object.entries(raw).filter(([name]) => !Object.hasOwn(ECHO_OPTION_RULES, name) && name !== "k2");
	const rest: Record<string, unknown> = {
		...Object.fromEntries(others),
		cell: "rnn",
		variant: "tanh",
		dropout: 0,
		init: undefined,
	};
	rest.schedule ??= "cosine";
	return { own: Object.fromEntries(own) as ReservoirOptions["own"], rest };
}

function whyNot(option: string): Reason {
	return Object.hasOwn(ECHO_OPTION_RULES, option)
		? { reason: "onlyFor", kinds: ["task", "series"], not: "text" }
		: { reason: "onlyFor", kinds: ["gradient"], not: "echo" };
}
