/** The options of a fork: those of its parent with some changed, and which ones those are. */
import { fail } from "../../../errors/index.ts";
import { ECHO_OPTION_RULES } from "../../../training/echo/echoOptions.ts";
import { type GivenOptions, OPTION_NAMES, type OptionName, parseOptions } from "../../../training/options/options.ts";
import { parseTaskOptions } from "../../../training/options/taskOptions.ts";
import type { Progress } from "../../../training/run/progress.ts";
import type { Parent, TaskConfig, TextConfig } from "../../runs/config.ts";
import { inherited, NO_BUDGET } from "../givenOptions.ts";

type Fixed = Parameters<typeof fail<"E_FORK">>[1]["why"];

/** Options that a run cannot change midway, and why. */
const FIXED: Partial<Record<OptionName, Fixed>> = {
	...{ cell: "shape", variant: "shape", layers: "shape", hidden: "shape", blocks: "shape" },
	...{
		batch: "data",
		rampLength: "data",
		rampBatch: "data",
		length: "data",
		seed: "data",
		init: "start",
		forgetBias: "start",
		optimizer: "moments",
	},
	...Object.fromEntries(Object.keys(ECHO_OPTION_RULES).map((name) => [name, "start"] as const)),
};

export type ForkOptions = TextConfig["options"] | TaskConfig["options"];

/**
 * Returns the options of a fork, and those that differ from its parent's.
 * @param budget that of the parent at the fork. @throws E_FORK, E_OPTION.
 */
export function changedOptions(
	{ data, options }: TextConfig | TaskConfig,
	budget: Progress["budget"],
	given: GivenOptions,
): { options: ForkOptions; change: Parent["change"] } {
	const base = { ...options, ...NO_BUDGET, ...budget } as GivenOptions;
	const parse = (raw: GivenOptions): ForkOptions =>
		data ? parseTaskOptions(raw, undefined, "fork") : parseOptions(raw, "fork");
	const was = parse(base) as GivenOptions;
	for (const name of Object.keys(given) as OptionName[]) {
		const why = name === "k1" && !data ? "data" : FIXED[name];
		if (why && given[name] !== undefined && given[name] !== was[name]) throw fail("E_FORK", { option: name, why });
	}
	const now = parse(inherited(given, base));
	const differing = OPTION_NAMES.filter((name) => (now as GivenOptions)[name] !== was[name]);
	const changed = differing.flatMap((name) => {
		const to = (now as GivenOptions)[name] ?? (name === "average" ? "none" : undefined);
		return to === undefined || typeof to === "object"
			? []
			: // a definition cannot change
				[[name, to] as const];
	});
	return { options: now, change: Object.fromEntries(changed) };
}
