/** What a worker and the process of a trial say to each other. */
import type { GivenOptions } from "../../training/options/options.ts";
import type { DataSpec } from "../datasets/dataSpec.ts";
import type { TextSpec } from "../datasets/texts.ts";
import type { EngineChoice } from "../machine/engines.ts";
import type { TrialRecord } from "./trialWork.ts";

export interface TrialRequest {
	data: TextSpec | DataSpec;
	options: GivenOptions;
	/** Folder of the run. */
	folder: string;
	/** Whether a run is there to be continued. */
	resumes: boolean;
	engine: EngineChoice;
	threads: number;
}

/** What a trial came to, without what its worker knows. */
export type TrialOutcome = Pick<
	TrialRecord,
	"value" | "lossNats" | "diverged" | "updates" | "weightsSha256" | "build" | "seconds"
>;

export type TrialMessage =
	| { kind: "alive" }
	| {
			kind: "step";
			step: number;
			totalSteps: number | null;
			progress: number;
			etaSeconds: number | null;
			loss: number;
	  }
	| ({ kind: "done" } & TrialOutcome)
	| { kind: "stopped" }
	| { kind: "failed"; message: string };
