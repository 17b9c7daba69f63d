/**
 * The same at full size: 40 trials, 4 workers in 4 network namespaces, whose way to Valkey is slow, loses packets and is
 * cut for 30 s. Where namespaces cannot be made (they need root), the workers are on this machine's own network.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runStudy } from "../../../src/index.ts";
import { RandomStream } from "../../../src/kernels/random.ts";
import { endWorkers, eventsOf, expectCalm, LARGE, startWorkerAt, storm } from "../killing.ts";
import { bringBullmq } from "./bring.ts";
import { LossyProxy } from "./lossyProxy.ts";
import { Namespaces } from "./namespaces.ts";
import { VALKEY, Valkey } from "./valkey.ts";

const PACKAGES = VALKEY && bringBullmq();
const WORKERS = 4;
const SERVER_KILLS = 10;
const CUT_MS = 30_000;
const LEASE_MS = 1000 * LARGE.limits!.leaseSeconds!;
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

/** Kills the server and starts it again, at least so often while the study runs. */
async function killServer(server: Valkey, isOver: () => boolean): Promise<number> {
	for (let kills = 0; ; kills++) {
		if (isOver() || kills === SERVER_KILLS) return kills;
		await pause(3000);
		await server.kill();
		await pause(500);
		await server.restart();
	}
}

/** Cuts two workers off for 30 s: their cables with namespaces, the whole network without. */
async function cut(network: LossyProxy): Promise<void> {
	await pause(8000);
	if (!machines) return network.partition(CUT_MS);
	for (const n of [0, 1]) machines.cable(n, false);
	await pause(CUT_MS);
	for (const n of [0, 1]) machines.cable(n, true);
}

/** Stops a worker for three leases. */
async function freeze(workers: ReadonlyMap<number, ChildProcess>): Promise<void> {
	await pause(5000);
	const worker = workers.get(2)!;
	worker.kill("SIGSTOP");
	await pause(3 * LEASE_MS);
	worker.kill("SIGCONT");
}

describe.skipIf(!PACKAGES)("a study through a queue", () => {
	test("40 trials by 4 workers with 100 kills of trials, 50 of workers and 10 of Valkey, a bad network cut for 30 s and a worker stopped for 3 leases: 40 results, the undisturbed study's, none twice, no process left", async () => {
		const calm = await runStudy({ study: LARGE, name: "calm", studies, workers: 2 });
		const random = new RandomStream(13, "queue");
		const numbers = () => random.uniform();
		server = await Valkey.start();
		network = new LossyProxy(server.port, { delayMs: 5, loss: 0.01, resets: 0.001, random: numbers });
		const host = machines?.host ?? "127.0.0.1";
		const queue = server.url(host, await network.listen(host));
		const workers = new Map<number, ChildProcess>();
		let over = false;
		const troubles = Promise.all([killServer(server, () => over), cut(network), freeze(workers)]);
		const stormy = await storm({
			...{ studies, study: LARGE, workers: WORKERS, trialKills: 100, workerKills: 50, everyMs: 400, random: numbers },
			start(folder, n) {
				const before = machines?.command(n) ?? [];
				const worker = startWorkerAt({ before, env: { NODE_PATH: PACKAGES! } }, folder, "--queue", queue);
				workers.set(n, worker);
				return worker;
			},
		});
		over = true;
		const [serverKills] = await troubles;
		expect(serverKills).toBe(SERVER_KILLS);
		expectCalm(stormy, calm);
		const begun = eventsOf(stormy.folder).filter(({ event }) => event === "begun").length;
		console.log(`40 trials in ${begun} attempts; ${network.losses} packets lost, ${network.resets} connections reset`);
	});
});
