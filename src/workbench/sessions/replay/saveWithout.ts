/** Saves a run that was computed again without a passage as a run of its own, complete when it appears. */
import type { PassageRemoval } from "../../../data/passage.ts";
import type { Json } from "../../../training/json.ts";
import type { LogLine, StepLine } from "../../../training/run/logLines.ts";
import type { Snapshot } from "../../../training/snapshot.ts";
import type { TextSubject } from "../../../training/text/textSubject.ts";
import { VERSION } from "../../machine/version.ts";
import { firstCheckpoint } from "../../runs/checkpoints.ts";
import { engineFields, type Parent, type TextConfig } from "../../runs/config.ts";
import { writeDocument } from "../../runs/documents.ts";
import { createRun, type RunConfig as StoredConfig } from "../../runs/runStore.ts";
import type { OpenedReplay } from "./openReplay.ts";

interface Saved {
	as: string;
	runs: string;
	removal: PassageRemoval;
	/** State before the first update that reads the passage, and at the end. */
	state: Snapshot;
	last: Snapshot;
	subject: TextSubject;
	/** Its validations after the first state. */
	validations: readonly StepLine[];
}

/** Longest beginning of a passage in the name of a fork, in characters. */
const SHOWN = 80;

/** @throws E_RUN_EXISTS. */
export function saveWithout(origin: OpenedReplay, saved: Saved): { run: string; folder: string } {
	const { as, runs, removal, state, last, subject, validations } = saved;
	const { run, vocabulary } = origin;
	const { precision: _, ...config } = run.config as TextConfig;
	const update = Number(state.state.step);
	const parent: Parent = { run: run.name, update, change: {}, without: [...removal.passage].slice(0, SHOWN).join("") };
	const own = {
		...engineFields(subject.engine),
		version: VERSION,
		parent,
		without: [...(config.without ?? []), removal],
	};
	const shared = run.readMetrics().filter(({ step }) => typeof step === "number" && step <= update);
	const lines = [...shared, ...withBest(shared, validations)];
	const end = Number(last.state.step);
	const validLossNats = validations.find(({ step }) => step === end)?.validLossNats;
	const created = createRun({
		...{ runs, name: as, defaultName: `${run.name}-without` },
		config: { ...config, ...own } as unknown as StoredConfig,
		vocabulary: vocabulary!.toJSON() as unknown as Json,
		files: {
			...firstCheckpoint(state, { step: update }),
			...firstCheckpoint(last, { step: end, ...(typeof validLossNats === "number" && { validLossNats }) }),
			"metrics.jsonl": Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
			"status.json": writeDocument("state", "finished"),
		},
	});
	created.close("finished");
	return { run: created.name, folder: created.folder };
}

/** The validations, each with whether its loss was the lowest until then. */
function withBest(before: readonly LogLine[], validations: readonly StepLine[]): StepLine[] {
	let lowest = Math.min(
		...before.map(({ validLossNats }) => (typeof validLossNats === "number" ? validLossNats : Infinity)),
	);
	return validations.map((line) => {
		const loss = line.validLossNats as number;
		const best = loss < lowest;
		lowest = Math.min(lowest, loss);
		return { ...line, best };
	});
}
