/**
 * The connection to Valkey is cut at each of the pieces that a worker and its server exchange, one per queue. A call whose
 * answer is lost must be rejected: a worker that waits for it would never ask for a trial again.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BullTrialQueue } from "../../../src/workbench/studies/queue/bullTrialQueue.ts";
import type { BullPackages } from "../../../src/workbench/studies/queue/loadBullmq.ts";
import { parseQueueAddress } from "../../../src/workbench/studies/queue/queueAddress.ts";
import { bringBullmq } from "./bring.ts";
import { LossyProxy } from "./lossyProxy.ts";
import { VALKEY, Valkey } from "./valkey.ts";

const PACKAGES = VALKEY && bringBullmq();
/** More than a queue exchanges until its second answer. */
const PIECES = 50;
/** A call is answered or rejected within milliseconds, or never. */
const NEVER_MS = 20_000;

function packages(): BullPackages {
	const load = createRequire(join(PACKAGES!, "here.js"));
	const [{ Queue, Worker }, { Redis }] = [load("bullmq"), load("ioredis")];
	return { Queue, Worker, Redis };
}

const never = () => new Promise<"never">((done) => setTimeout(() => done("never"), NEVER_MS));
/** How a call ends. */
const endOf = (call: Promise<unknown>) =>
	Promise.race([
		call.then(
			() => "answered" as const,
			() => "rejected" as const,
		),
		never(),
	]);

let server: Valkey;
beforeAll(async () => {
	if (PACKAGES) server = await Valkey.start();
});
afterAll(() => server?.end());

describe.skipIf(!PACKAGES)("a queue whose connection is cut", () => {
	test(`at each of its first ${PIECES} pieces: it opens or is rejected, each of 2 calls is answered or rejected, and a later one is answered`, async () => {
		const ends = { opened: 0, rejected: 0 };
		for (let piece = 0; piece < PIECES; piece++) {
			let drawn = 0; // two numbers per piece: whether it is late, and whether it ends its connection
			const random = () => (drawn++ === 2 * piece + 1 ? 0 : 1);
			const network = new LossyProxy(server.port, { delayMs: 0, loss: 0, resets: 0.5, random });
			const address = parseQueueAddress(server.url("127.0.0.1", await network.listen("127.0.0.1")));
			const options = { name: `cut-${piece}`, leaseMs: 1000, onState: () => undefined };
			let queue: BullTrialQueue | undefined;
			const opening = BullTrialQueue.open(address, options, packages()).then((one) => (queue = one));
			expect([piece, await endOf(opening)]).not.toEqual([piece, "never"]);
			if (queue) {
				ends.opened++;
				for (let call = 0; call < 2; call++) {
					const end = await endOf(queue.next());
					if (end === "rejected") ends.rejected++;
					expect([piece, call, end]).not.toEqual([piece, call, "never"]);
				}
				await expect.poll(() => endOf(queue!.next()), { interval: 50 }).toBe("answered");
				await queue.close();
			}
			network.end();
		}
		expect(ends.opened).toBeGreaterThan(PIECES - 10); // the others were cut before the server had let them in
		expect(ends.rejected).toBeGreaterThan(2);
	});
});
