/** The settings of the remedies on one seed: as the address has them, and as `sluice compare` takes them. Pure. */
import type { Settings } from "../../../../src/diagnosis/lab/settings.ts";
import type { SharedOptions } from "../../../../src/training/trials/plan.ts";
import { TASKS, TEXTS } from "../../train/choices.ts";

/** Arms by name, each with the remedy that `sluice compare` is given; a number is filled in from the settings. */
const ARMS = {
	...{ none: "none", truncation: "truncation", omega: "omega:{omega}", clip: "clip:{clip}" },
	...{ orthogonal: "orthogonal", identity: "identity", lstm: "lstm", esn: "esn", gru: "gru" },
	...{ forget: "lstm+forget-bias:3", chrono: "lstm+chrono:{length}" },
} as const;
export type ArmName = keyof typeof ARMS;
export const ARM_NAMES = Object.keys(ARMS) as ArmName[];
/** Those of a first look. */
const FIRST: readonly ArmName[] = ARM_NAMES.slice(0, 8);

export const REMEDY_RULES = {
	/** A task by name, or a text of the page. */
	on: { kind: "choice", of: [...TASKS, ...TEXTS, "own"], unset: "temporal-order" },
	seed: { kind: "whole", min: 0, max: 1e9, unset: 1 },
	steps: { kind: "whole", min: 1, max: 1_000_000, unset: 300 },
	hidden: { kind: "whole", min: 1, max: 1024, unset: 32 },
	batch: { kind: "whole", min: 1, max: 4096, unset: 20 },
	lr: { kind: "number", min: 1e-6, max: 100, unset: 0.003 },
	/** Of a task: length of its sequences. */
	length: { kind: "word", form: "L or A..B", takes: /^[1-9]\d{0,4}(\.\.[1-9]\d{0,4})?$/, unset: "50" },
	/** Of a text: steps that a gradient travels back. */
	k2: { kind: "whole", min: 1, max: 4096, unset: 64 },
	clip: { kind: "number", min: 1e-9, max: 1e9, unset: 1 },
	omega: { kind: "number", min: 1e-6, max: 1e6, unset: 4 },
	arms: { kind: "names", of: ARM_NAMES, unset: FIRST },
} as const;

export type RemedySettings = Settings<typeof REMEDY_RULES>;

export const isText = (on: string): boolean => on === "own" || (TEXTS as readonly string[]).includes(on);

/** The remedy of an arm as the command line names it. */
export function remedyOf(arm: ArmName, { omega, clip, length, on, k2 }: RemedySettings): string {
	const longest = isText(on) ? k2 : Math.max(3, Number(length.split("..").at(-1)));
	const holes: Record<string, number> = { omega, clip, length: longest };
	return ARMS[arm].replace(/\{(\w+)\}/, (_, name: string) => String(holes[name]));
}

/** The options that all trials share. */
export function sharedOptions({ on, hidden, batch, steps, length, k2 }: RemedySettings): SharedOptions {
	const window = isText(on) ? { k1: Math.min(64, k2), k2 } : { length };
	return { hidden, batch, steps, ...window };
}

/** The same study as a command. @param seeds how many, from that of the settings on. */
export function compareCommand(settings: RemedySettings, remedies: readonly string[], seeds = 1): string {
	const { on, seed, lr } = settings;
	const flags = Object.entries(sharedOptions(settings)).map(([name, value]) => `--${name} ${value}`);
	const data = isText(on) ? fileOfText(on) : on;
	const first = seed === 1 ? "" : ` --first-seed ${seed}`;
	return `npx sluice compare ${data} --remedies ${remedies.join(" ")} --seeds ${seeds}${first} --rates ${lr} ${flags.join(" ")} --engine wasm-plain`;
}

/** The file that the command reads, which the reader saves next to it. */
export const fileOfText = (on: string): string => `sluice-${on}.txt`;
