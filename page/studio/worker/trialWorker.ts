/** Trains one trial of a comparison in the page, by the code of `sluice compare`, plans the trials, or trains for a receipt. */
import { browserHost } from "../../../src/browser/browserHost.ts";
import { openEngine } from "../../../src/browser/engine.ts";
import { copyOf } from "../../../src/training/run/memoryKeeper.ts";
import { runTrial } from "../../../src/training/trials/trial.ts";
import { WASM } from "../ownFiles.ts";
import { failureOf } from "./failureOf.ts";
import type { ReceiptOrder } from "./receiptMessages.ts";
import type { TrialAsked, TrialOrder, TrialSaid, TrialStop } from "./trials/messages.ts";
import { openTrialData } from "./trials/trialData.ts";

const say = (said: TrialSaid) => postMessage(said);
const host = browserHost();
let stopping = false;

addEventListener("message", ({ data }: MessageEvent<TrialAsked | ReceiptOrder>) => {
	if (data.type === "stop") stopping = true;
	else answer(data).catch((error) => say({ type: "failed", ...failureOf(error) }));
});

async function answer(order: Exclude<TrialAsked, TrialStop> | ReceiptOrder): Promise<void> {
	if (order.type === "trial") return train(order);
	if (order.type !== "plan") return (await import("./receiptActs.ts")).receipt(order);
	const { plan } = await import("./trials/planning.ts");
	say(await plan(order, host));
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
