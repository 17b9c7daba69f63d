/** Trains one trial of a comparison in the page, by the code of `sluice compare`, or plans the trials. */
import { browserHost } from "../../../src/browser/browserHost.ts";
import { openEngine } from "../../../src/browser/engine.ts";
import { SluiceError } from "../../../src/errors/index.ts";
import { copyOf } from "../../../src/training/run/memoryKeeper.ts";
import { judgedByCorpus, judgedByTask } from "../../../src/training/trials/judgedBy.ts";
import { costOf, planOf } from "../../../src/training/trials/plan.ts";
import { runTrial } from "../../../src/training/trials/trial.ts";
import { WASM } from "../ownFiles.ts";
import { failureOf } from "./failureOf.ts";
import type { Planned, PlanOrder, TrialAsked, TrialOrder, TrialSaid } from "./trials/messages.ts";
import { openTrialData } from "./trials/trialData.ts";

const say = (said: TrialSaid) => postMessage(said);
const host = browserHost();
let stopping = false;

addEventListener("message", ({ data }: MessageEvent<TrialAsked>) => {
	if (data.type === "stop") stopping = true;
	else (data.type === "plan" ? plan(data) : train(data)).catch((error) => say({ type: "failed", ...failureOf(error) }));
});

/** What the plain build calls itself: it has the same bits on every computer. */
const BUILD = "wasm simd";

/** Plans the remedies one by one, so that one that cannot be trained here does not hide the others. */
async function plan({ data, remedies, rate, seed, options }: PlanOrder): Promise<void> {
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
	say({ type: "planned", trials, left, costs: trials.map(costOf), ...judged });
}

async function train({ data, trial, kept }: TrialOrder): Promise<void> {
	const engine = await openEngine({ wasm: WASM, build: "plain", threads: 1 });
	try {
		const outcome = await runTrial(trial, {
			...{ engine, clock: host.clock, sha256: host.sha256, ...(kept && { kept }) },
			data: await openTrialData(data, host),
			async turn(share, snapshot) {
				say({ type: "share", share });
				await host.turn();
				if (!stopping) return;
				say({ type: "kept", snapshot: copyOf(snapshot()) }); // its arrays are the engine's own memory
				throw STOPPED;
			},
			onPoints: (points, before) => say({ type: "points", points, before }),
		});
		say({ type: "ended", outcome });
	} catch (error) {
		if (error !== STOPPED) throw error;
	} finally {
		engine.close();
	}
}

const STOPPED = new Error("stopped");
