/** What the training loop needs from Node: the run folder for saving, and the machine as its host. */
import type { Host } from "../../training/host.ts";
import type { Keeper } from "../../training/keeper.ts";
import type { LoopOptions } from "../../training/subject.ts";
import { sha256 } from "../disk/sha256.ts";
import { turn } from "../machine/turns.ts";
import type { Parent } from "../runs/config.ts";
import type { WritableRun } from "../runs/runStore.ts";
import type { Opened } from "./openings.ts";

/** The Node functions that a run needs. The clock counts from when the data were available. */
export function hostOf({ clock }: Pick<Opened, "clock">): Host {
	return { clock, turn, sha256 };
}

export function keeperOf(
	run: WritableRun<unknown>,
	{ keepLast, keepBest }: Pick<LoopOptions, "keepLast" | "keepBest">,
): Keeper {
	const { parent } = run.config as { parent?: Parent };
	const forked = parent ? [parent.update] : []; // without it, no update of a fork could be replayed
	return {
		...{ name: run.name, folder: run.folder },
		metric: (line) => run.metrics.append(line),
		sample: (line) => run.samples.append(line),
		record: (line) => run.records.append(line),
		checkpoint(snapshot, step, validLoss, keepStep) {
			const validLossNats = validLoss ?? undefined;
			return run.save(snapshot, { step, validLossNats, keepLast, keepBest, keepSteps: [keepStep, ...forked] }).path;
		},
		best() {
			const { step, snapshot, validLossNats } = run.loadBest();
			return validLossNats === undefined ? undefined : { step, snapshot };
		},
		goBack(step) {
			const { snapshot } = run.loadStep(step);
			run.rewindTo(step);
			return snapshot;
		},
		close: (state) => run.close(state),
	};
}
