/** `sluice fork`: arguments and options. */
import { RUN } from "../../flags/arguments.ts";
import type { Flag } from "../../flags/flag.ts";
import { MACHINE_FLAGS, NEW_RUN } from "../../flags/machine.ts";
import { ANY, whole } from "../../flags/rules.ts";
import { TRAINING_FLAGS } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

/** The option of a fork: without it, that of the run. */
function changed<F extends Flag>({ rule, group, about, unit }: F): Flag & Pick<F, "rule"> {
	const open: F["rule"] = "default" in rule ? { ...rule, default: undefined } : rule;
	return { rule: open, group, about, ...(unit && { unit }), unset: { words: "default.parent" } };
}

const of = TRAINING_FLAGS;

export const fork = {
	name: "fork",
	about: "verb.fork",
	usage: "RUN --from-update N [--lr X] [--clip-norm X] [--k2 X] ...",
	arguments: [RUN],
	flags: {
		fromUpdate: { rule: whole(0, ANY), group: "training", about: "flag.fromUpdate", unit: "updates" },
		lr: changed(of.lr),
		schedule: changed(of.schedule),
		warmup: changed(of.warmup),
		decay: changed(of.decay),
		decays: changed(of.decays),
		soapEvery: changed(of.soapEvery),
		beta1: changed(of.beta1),
		beta2: changed(of.beta2),
		weightDecay: changed(of.weightDecay),
		clipNorm: changed(of.clipNorm),
		clipValue: changed(of.clipValue),
		k2: changed(of.k2),
		reset: changed(of.reset),
		dropout: changed(of.dropout),
		weightDrop: changed(of.weightDrop),
		average: { ...changed(of.average), takes: of.average.takes },
		omega: changed(of.omega),
		omegaForm: changed(of.omegaForm),
		l1: changed(of.l1),
		l2: changed(of.l2),
		penalize: changed(of.penalize),
		steps: changed(of.steps),
		epochs: changed(of.epochs),
		minutes: changed(of.minutes),
		run: { ...NEW_RUN, unset: { words: "default.fork" } },
		...MACHINE_FLAGS,
	},
	examples: [
		"sluice fork book-lstm-1 --from-update 300 --clip-norm 0",
		"sluice fork book-lstm-1 --from-update 300 --lr 0.002 --run gentler",
	],
} as const satisfies Spec;
