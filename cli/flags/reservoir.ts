/** Options that apply only to an echo state network. */
import type { Flag } from "./flag.ts";
import { ruleOf } from "./rules.ts";

export const RESERVOIR_FLAGS = {
	spectralRadius: { rule: ruleOf("spectralRadius"), group: "reservoir", about: "flag.spectralRadius" },
	inputScale: { rule: ruleOf("inputScale"), group: "reservoir", about: "flag.inputScale" },
	biasScale: { rule: ruleOf("biasScale"), group: "reservoir", about: "flag.biasScale" },
	leak: { rule: ruleOf("leak"), group: "reservoir", about: "flag.leak" },
	density: { rule: ruleOf("density"), group: "reservoir", about: "flag.density" },
	feedback: { rule: ruleOf("feedback"), group: "reservoir", about: "flag.feedback" },
	washout: {
		rule: ruleOf("washout"),
		group: "reservoir",
		about: "flag.washout",
		unit: "steps",
		unset: { words: "default.washout" },
	},
	ridge: { rule: ruleOf("ridge"), group: "reservoir", about: "flag.ridge", unset: { words: "default.ridge" } },
	stateNoise: { rule: ruleOf("stateNoise"), group: "reservoir", about: "flag.stateNoise" },
} as const satisfies Record<string, Flag>;
