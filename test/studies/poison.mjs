/**
 * A trial's program for tests, which does what the option `hidden` of its trial says: 1 ends well at once, 2 crashes, 3
 * computes for ever without an answer, 4 takes memory for ever, 5 prints for ever, 6 waits for ever and does not end when
 * asked to, 7 computes for 3 seconds in one call and ends well.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const kept = [];
const end = ({ folder, options }) => {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "config.json"), "{}\n");
	const outcome = {
		value: options.lr,
		lossNats: null,
		diverged: false,
		updates: 1,
		weightsSha256: "ab",
		build: "none",
	};
	process.send({ kind: "done", ...outcome, seconds: 1 }, () => process.exit(0));
};
const acts = {
	1: end,
	2: () => {
		console.error("planted crash");
		process.abort();
	},
	3: () => {
		for (;;);
	},
	4: () => setInterval(() => kept.push(Buffer.alloc(16 << 20, 1)), 5),
	5: () => {
		const line = "x".repeat(1 << 16);
		const write = () => process.stdout.write(line, write);
		write();
	},
	7: (request) => {
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
		end(request);
	},
	6: () => setInterval(() => process.send({ kind: "alive" }), 50),
};

process.once("message", (request) => acts[request.options.hidden](request));
process.on("message", () => undefined);
