/**
 * The same at full size: 40 trials, 4 workers in 4 network namespaces, whose way to Valkey is slow, loses packets and is
 * cut for 30 s. Where namespaces cannot be made (they need root), the workers are on this machine's own network.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { runStudy } from "../../../src/index.ts";
import { RandomStream } from "../../../src/kernels/random.ts";
import { endWorkers, eventsOf, expectCalm, LARGE, startWorkerAt } from "../killing.ts";
import { storm, type Trouble } from "../storm.ts";
import { bringBullmq } from "./bring.ts";
import { LossyProxy } from "./lossyProxy.ts";
import { Namespaces } from "./namespaces.ts";
import { VALKEY, Valkey } from "./valkey.ts";

vi.setConfig({ testTimeout: 3_600_000 }); // next to much other work
const PACKAGES = VALKEY && bringBullmq();
const WORKERS = 4;
const SERVER_KILLS = 10;
const CUT_MS = 30_000;
const studies = mkdtempSync(join(tmpdir(), "queued-"));
const machines = PACKAGES ? Namespaces.make(WORKERS) : undefined;
let server: Valkey | undefined;
let network: LossyProxy | undefined;
afterAll(async () => {
	endWorkers();
	network?.end();
	await server?.end();
	machines?.end();
	rmSync(studies, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Kills the server, which is away for half a second. */
async function killServer(server: Valkey): Promise<void> {
	await server.kill();
	await pause(500);
	await server.restart();
}

/** Cuts two workers off for 30 s: their cables with namespaces, the whole network without. */
async function cut(network: LossyProxy): Promise<void> {
	if (!machines) return network.partition(CUT_MS);
	for (const n of [0, 1]) machines.cable(n, false);
	await pause(CUT_MS);
	for (const n of [0, 1]) machines.cable(n, true);
}

describe.skipIf(!PACKAGES)("a study through a queue", () => {
	test("40 trials by 4 workers with 100 kills of trials, 50 of workers and 10 of Valkey, a bad network cut for 30 s and a worker stopped past its lease: 40 results, the undisturbed study's, none twice, no process left", async () => {
		const calm = await runStudy({ study: LARGE, name: "calm", studies, workers: 2 });
		const random = new RandomStream(13, "queue");
		const numbers = () => random.uniform();
		server = await Valkey.start();
		network = new LossyProxy(server.port, { delayMs: 5, loss: 0.01, resets: 0.001, random: numbers });
		const host = machines?.host ?? "127.0.0.1";
		const queue = server.url(host, await network.listen(host));
		let serverKills = 0;
		const troubles: Trouble[] = Array.from({ length: SERVER_KILLS }, (_, n) => ({
			after: 13 * (n + 1),
			begin: () => killServer(server!).then(() => void serverKills++),
		}));
		troubles.push({ after: 30, begin: () => cut(network!) });
		const stormy = await storm({
			...{ studies, study: LARGE, workers: WORKERS, trialKills: 100, workerKills: 50, stopAfter: 40 },
			...{ troubles, random: numbers },
			start(folder, n, env) {
				const before = machines?.command(n) ?? [];
				return startWorkerAt({ before, env: { ...env, NODE_PATH: PACKAGES! } }, folder, "--queue", queue);
			},
		});
		expect(serverKills).toBe(SERVER_KILLS);
		await expectCalm(stormy, calm);
		const begun = eventsOf(stormy.folder).filter(({ event }) => event === "begun").length;
		console.log(`40 trials in ${begun} attempts; ${network.losses} packets lost, ${network.resets} connections reset`);
	});
});
