/**
 * SIGTERM ends every verb soon, wherever it is: each verb of cli/verbs/index.ts is given work for many seconds and
 * signalled in the middle of it. What counts is the processor time that its main thread takes from the signal to its
 * end, which a busy machine does not change: a verb that answers takes one piece of work, one that does not takes all.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VERBS } from "../../cli/verbs/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "sluice-signals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Most processor seconds of the main thread between a signal and the end. */
const MOST_SECONDS = 1;

/** Work for each verb. The run "big" is an LSTM of 512 units, "small" one of 16 with 4 checkpoints, "series" forecasts. */
const WORK: Record<string, string[]> = {
	train: [
		"train book.txt --hidden 2048 --run t1",
		"train book.txt --hidden 2048 --init spectral --run t2",
		"train book.txt --hidden 3000 --init uniform --engine reference --run t3",
		"train book.txt --hidden 256 --steps 10000 --run t4",
		"train task:temporal-order --hidden 256 --steps 10000 --run t5",
		"train series.csv --target y --hidden 128 --length 100 --steps 10000 --run t6",
		"train series.csv --target y --cell esn --hidden 3000 --run t7",
	],
	resume: ["resume big --steps 10000"],
	eval: ["eval big"],
	predict: ["predict series --out f.csv"],
	sample: ["sample big --length 1000000"],
	runs: ["runs"],
	export: ["export big --to torch x.safetensors", "export big --to onnx x.onnx"],
	import: ["import big.onnx --run again"],
	"data list": ["data list"],
	"data get": [],
	"data report": ["data report book.txt"],
	"data ngrams": ["data ngrams book.txt --orders 1..20"],
	diagnose: ["diagnose big", "diagnose small"],
	trace: ["trace big book.txt --names l0.h --out big.npz"],
	predictions: ["predictions big book.txt --limit 0"],
	"cells find": ["cells find big book.txt"],
	"cells report": ["cells report big book.txt --html big.html"],
	"cells patterns": ["cells patterns"],
	"cells show": ["cells show big l0.c.17 book.txt"],
	"cells history": ["cells history small l0.c.7 book.txt --pattern quotes"],
	"cells ablate": ["cells ablate big l0.c.17 book.txt --pattern quotes"],
	"cells clamp": ["cells clamp big l0.c.17 book.txt --value 1 --pattern quotes"],
	"cells patch": ["cells patch big l0.c.17 --from book.txt:1200 --to book.txt:400 --ahead 5000"],
	"cells name": ["cells name big l0.c.17 quotes book.txt --pattern quotes"],
	"cells names": ["cells names big"],
	"cells scale": ["cells scale big l0.gate.f.5 book.txt --value 0.5"],
	analyse: ["analyse big --part test"],
	gradcheck: ["gradcheck --thorough"],
	compare: ["compare book.txt --remedies none clip lstm --seeds 2 --hidden 256 --steps 1000"],
	reproduce: ["reproduce error-wall --full --out figures"],
};

beforeAll(() => {
	if (!existsSync(BIN)) throw new Error("dist/cli/bin.js is missing: npm run build");
	const random = new RandomStream(1, "signals");
	const words = ["water", "sluice", "(open)", '"closed"', "river", "if", "while", "x = 1;", "the", "a"];
	const line = () => Array.from({ length: 8 }, () => words[random.below(words.length)]).join(" ");
	writeFileSync(join(folder, "book.txt"), Array.from({ length: 40_000 }, line).join("\n"));
	const rows = Array.from({ length: 100_000 }, (_, i) => (Math.sin(i / 7) + 0.1 * random.uniform()).toFixed(4));
	writeFileSync(join(folder, "series.csv"), `y\n${rows.join("\n")}\n`);
	writeFileSync(join(folder, "short.txt"), Array.from({ length: 60 }, line).join("\n"));
	for (const words of [
		"train short.txt --hidden 512 --batch 2 --k1 10 --steps 1 --run big",
		"train short.txt --hidden 16 --batch 2 --k1 10 --steps 4 --save-every 1 --keep-last 4 --run small",
		"train series.csv --target y --hidden 128 --batch 2 --length 20 --steps 1 --run series",
		"export big --to onnx big.onnx",
	]) {
		const made = spawnSync(process.execPath, [BIN, ...words.split(" "), "--quiet"], { cwd: folder, encoding: "utf8" });
		if (made.status !== 0) throw new Error(`${words}: ${made.stderr}`);
	}
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

/** Starts the command, signals it when its main thread has worked for `after` seconds, and waits for its end. */
async function signalled(words: string, after: number) {
	const child = spawn(process.execPath, [BIN, ...words.split(" "), "--lang", "en"], {
		cwd: folder,
		stdio: ["ignore", "ignore", "pipe"],
	});
	let said = "";
	child.stderr.on("data", (data) => (said += data));
	const pid = child.pid!;
	let sent: number | undefined;
	let last = 0;
	const began = performance.now();
	const watch = setInterval(() => {
		last = seconds(pid) ?? last;
		const waited = performance.now() - began > 20_000; // its threads do the work
		if (sent !== undefined || (last < after && !waited)) return;
		sent = last;
		child.kill("SIGTERM");
	}, 10);
	const [code, signal] = await new Promise<[number | null, string | null]>((done) =>
		child.once("close", (...how) => done(how)),
	);
	clearInterval(watch);
	return { code, signal, said, seconds: sent === undefined ? 0 : last - sent, sent: sent !== undefined };
}

test("every verb has work here", () => {
	expect(Object.keys(WORK).sort()).toEqual(VERBS.map(({ spec }) => spec.name).sort());
});

describe.runIf(process.platform === "linux")("a signal in the middle of the work", () => {
	const all = Object.values(WORK).flat();
	test.each(all)("%s: ends with 143 within 1 s of processor time, or had ended by itself", async (words) => {
		for (const after of [0.35, 1.2]) {
			const { code, signal, said, seconds: took, sent } = await signalled(words, after);
			const message = `${words}, signalled after ${after} s: ${code} ${signal} ${said.slice(-300)}`;
			if (!sent) expect(code, message).toBe(0);
			// 0: it was already writing its last words; the signal itself: it had not begun to listen
			else expect([143, 0, "SIGTERM"], message).toContain(code ?? signal);
			expect(took, message).toBeLessThan(MOST_SECONDS);
			rmSync(join(folder, "runs", "again"), { recursive: true, force: true });
			for (let n = 1; n <= 7; n++) rmSync(join(folder, "runs", `t${n}`), { recursive: true, force: true });
		}
	});
});
