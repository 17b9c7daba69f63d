/** The trials of a comparison on one seed, as `sluice compare` plans them. */
import { SluiceError } from "../../../../src/errors/index.ts";
import type { Host } from "../../../../src/training/host.ts";
import { judgedByCorpus, judgedByTask } from "../../../../src/training/trials/judgedBy.ts";
import { costOf, planOf } from "../../../../src/training/trials/plan.ts";
import { failureOf } from "../failureOf.ts";
import type { Planned, PlanOrder } from "./messages.ts";
import { openTrialData } from "./trialData.ts";

/** What the plain build calls itself: it has the same bits on every computer. */
const BUILD = "wasm simd";

/** Plans the remedies one by one, so that one that cannot be trained here does not hide the others. */
export async function plan(
	{ data, remedies, rate, seed, options }: PlanOrder,
	host: Pick<Host, "sha256">,
): Promise<Planned> {
	const open = await openTrialData(data, host);
	const task = open.kind === "task" ? open.task : undefined;
	const planned = (some: readonly string[]) =>
		planOf({
			...{ data: { kind: open.kind }, remedies: some, rates: [rate], seeds: 1, firstSeed: seed, options, build: BUILD },
			...(task && { task }),
		}).trials;
	const left: Planned["left"] = {};
	const fitting = remedies.filter((remedy) => {
		try {
			planned([remedy]);
			return true;
		} catch (error) {
			if (!(error instanceof SluiceError) || error.code !== "E_REMEDY") throw error;
			left[remedy] = failureOf(error);
			return false;
		}
	});
	const trials = planned(fitting);
	const judged =
		open.kind === "text"
			? await judgedByCorpus(open.corpus)
			: judgedByTask(open.task, open.valid, { length: options.length, byLoss: false });
	return { type: "planned", trials, left, costs: trials.map(costOf), ...judged };
}
