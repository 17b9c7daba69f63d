/**
 * A trial's program for tests, which does what the option `hidden` of its trial says: 1 ends well at once, 2 crashes, 3
 * computes for ever without an answer, 4 takes memory for ever, 5 prints for ever, 6 waits for ever and does not end when
 * asked to, 7 computes for 3 seconds in one call and ends well, 8 ends well when two others have begun as well: the first
 * three together, then the next three.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
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
/** Number of this process among all that have come to the folder, from 1 on. */
const arrive = (folder) => {
	mkdirSync(folder, { recursive: true });
	for (let number = 1; ; number++) {
		try {
			writeFileSync(join(folder, String(number)), "", { flag: "wx" });
			return number;
		} catch {
			// another one has it
		}
	}
};
const acts = {
	1: end,
	2: () => {
		console.error("planted crash");
		process.abort();
	},
	3: () => {
		console.error("planted hang");
		for (;;);
	},
	4: () => {
		console.error("planted greed");
		setInterval(() => kept.push(Buffer.alloc(16 << 20, 1)), 5);
	},
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
	8: (request) => {
		const number = arrive(join(request.folder, "../../meeting"));
		const last = join(request.folder, "../../meeting", String(3 * Math.ceil(number / 3)));
		setInterval(() => existsSync(last) && end(request), 20);
	},
};

process.once("message", (request) => acts[request.options.hidden](request));
process.on("message", () => undefined);
