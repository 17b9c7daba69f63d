/** What a trainer needs to train together with other processes. A page, which has no others, does not load it. */
import type { Weights } from "../../cells/weights.ts";
import { fail } from "../../errors/index.ts";
import type { DiLoCo } from "../diloco/diloco.ts";
import type { CommonOptions } from "../options/options.ts";
import type { Ranks } from "./ranks.ts";

export interface Together {
	/** The processes. Default: this one alone. */
	ranks?: Ranks | undefined;
	/** The class that exchanges weights, for runs with `syncEvery`. Default: such runs are rejected. */
	diloco?: new (
		weights: Weights,
		options: CommonOptions,
		ranks?: Ranks,
	) => DiLoCo;
}

/**
 * Returns what exchanges the weights of a run with `syncEvery`; undefined for another run.
 * @throws E_RANKS if the caller has nothing for it, or the ranks cannot share the lanes equally.
 */
export function dilocoOf(weights: Weights, options: CommonOptions, { ranks, diloco }: Together): DiLoCo | undefined {
	if (options.syncEvery === undefined) return undefined;
	if (!diloco) throw fail("E_RANKS", { why: "here" });
	return new diloco(weights, options, ranks);
}
