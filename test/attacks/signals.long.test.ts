/**
 * SIGTERM ends every verb soon, wherever it is, and a second one at once: each verb of cli/verbs/index.ts is given work
 * for many seconds (signalWork.ts) and signalled in the middle of it, or is shown to end by itself within a second. What
 * counts is the processor time that its main thread takes from the signal to its end, which a busy machine does not
 * change: a verb that answers takes one piece of work, one that does not takes all.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERBS } from "../../cli/verbs/index.ts";
import { LONG, prepare, SHORT } from "./signalWork.ts";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sluice-signals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Most processor seconds of the main thread between a signal and the end. */
const MOST_SECONDS = 1;

beforeAll(() => {
	if (!existsSync(BIN)) throw new Error("dist/cli/bin.js is missing: npm run build");
	prepare(folder, BIN);
}, 900_000);

/** Processor seconds of a process's main thread; undefined when it has ended. */
function seconds(pid: number): number | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, "latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return (Number(fields[11]) + Number(fields[12])) / 100;
	} catch {
		return undefined;
	}
}

function start(words: string): ChildProcess {
	return spawn(process.execPath, [BIN, ...words.split(" "), "--lang", "en"], {
		cwd: folder,
		env: { ...process.env, npm_execpath: join(folder, "npm-cli.js"), XDG_CACHE_HOME: join(folder, "cache") },
		stdio: ["ignore", "ignore", "pipe"],
	});
}

interface Ended {
	code: number | null;
	signal: string | null;
	said: string;
	/** Processor seconds of the main thread in all, and when the first and the last signal were sent. */
	seconds: number;
	sent: number[];
}

/** Runs the command and signals it `times` times when its main thread has worked for `after` seconds. */
async function run(words: string, after: number, times: number): Promise<Ended> {
	const child = start(words);
	let said = "";
	child.stderr!.on("data", (data) => (said += data));
	const sent: number[] = [];
	let last = 0;
	const began = performance.now();
	const watch = setInterval(() => {
		last = seconds(child.pid!) ?? last;
		const waited = performance.now() - began > 15_000; // its threads, or another program, do the work
		if (sent.length === times || (last < after && !waited)) return;
		sent.push(last);
		child.kill("SIGTERM");
	}, 20);
	const [code, signal] = await new Promise<[number | null, string | null]>((done) =>
		child.once("close", (...how) => done(how)),
	);
	clearInterval(watch);
	return { code, signal, said, seconds: last, sent };
}

function clear(): void {
	for (const name of ["again", "branch", "t1", "t2", "t3", "t4", "t5", "t6", "t7"])
		rmSync(join(folder, "runs", name), { recursive: true, force: true });
}

test("each of the verbs has work of many seconds here, or ends by itself within one", () => {
	const names = VERBS.map(({ spec }) => spec.name);
	expect([...Object.keys(LONG), ...Object.keys(SHORT)].sort()).toEqual(names.sort());
});

describe.runIf(process.platform === "linux")("a signal in the middle of the work", () => {
	test.each(Object.values(LONG).flat())(
		"%s: ends with 143 within 1 s of processor time, and at a second signal",
		async (words) => {
			let signalled = 0;
			for (const [after, times] of [
				[0.6, 1],
				[1.5, 1],
				[1, 2],
			] as const) {
				const { code, signal, said, seconds: all, sent } = await run(words, after, times);
				const message = `${words}, signalled after ${after} s: ${code} ${signal} ${said.slice(-300)}`;
				const took = sent.length > 0 ? all - sent.at(-1)! : 0;
				console.log(words, { after, times, code, signal, took: Number(took.toFixed(2)), sent: sent.length });
				if (sent.length === 0) expect(code, message).toBe(0);
				// 0: it was already writing its last words; the signal itself: it had not begun to listen, or was the second
				else expect([143, 0, "SIGTERM"], message).toContain(code ?? signal);
				expect(took, message).toBeLessThan(MOST_SECONDS);
				if (sent.length > 0 && code !== 0) signalled++;
				clear();
			}
			expect(signalled, `${words}: signals that came in time`).toBeGreaterThan(0);
		},
	);

	test.each(Object.values(SHORT))("%s: ends by itself within 1 s of processor time", async (words) => {
		const { code, said, seconds: all } = await run(words, Number.POSITIVE_INFINITY, 0);
		expect(code, said).toBe(0);
		expect(all).toBeLessThan(MOST_SECONDS);
	});
});
