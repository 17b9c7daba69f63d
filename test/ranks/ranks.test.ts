/**
 * A training on several ranks ends with the bits of one process, whatever the number of ranks and whatever dies: whole
 * jobs under mpirun on this machine. SLUICE_LONG=1 raises the kills from 3 to 50.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../src/kernels/random.ts";
import { withoutClock } from "../../src/training/run/logLines.ts";
import { type Ended, hasMpi, type JobOptions, ROOT, sluice } from "./job.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-ranks-"));
const input = join(folder, "input.txt");
/** Moments and ranks differ from run to run; SLUICE_KILL_SEED repeats a run's. */
const seed = Number(process.env.SLUICE_KILL_SEED ?? Date.now() % 1e6);
const random = new RandomStream(seed, "kills");
const FLAGS = "--layers 2 --hidden 17 --batch 16 --k1 9 --k2 14 --dropout 0.2 --steps 150 --shards 8 --seed 9".split(
	" ",
);
const SAVING = ["--save-every", "20", "--valid-every", "35", "--quiet", "--json", "--runs", folder];
const TASK =
	"task:addition --hidden 9 --batch 12 --shards 6 --length 10..14 --k1 5 --dropout 0.1 --steps 40 --seed 3".split(" ");

const train = (ranks: number, run: string, how: JobOptions = {}, flags = [input, ...FLAGS]) =>
	sluice(ranks, ["train", ...flags, ...SAVING, "--run", run], how);
const resume = (ranks: number, run: string) => sluice(ranks, ["resume", run, "--runs", folder, "--quiet", "--json"]);
/** Messages without those of mpirun itself. */
const own = ({ stderr }: Ended) => stderr.split(/^-{20,}$/m)[0]!.trim();

function metrics(run: string) {
	const lines = readFileSync(join(folder, run, "metrics.jsonl"), "utf8")
		.trim()
		.split("\n");
	return lines.map((line) => withoutClock(JSON.parse(line)));
}

let calm: { weightsSha256: string; lossNats: unknown };
let seconds: number;

beforeAll(async () => {
	if (!hasMpi) return;
	const text = new RandomStream(1, "text");
	writeFileSync(input, Array.from({ length: 9000 }, () => "abcdef \n"[text.below(8)]).join(""));
	const ended = await train(1, "calm");
	expect(ended.stderr).toBe("");
	calm = JSON.parse(ended.stdout);
	seconds = ended.seconds;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Holds a finished run against the one that one process trained. */
function expectCalm(ended: Ended, run: string): void {
	expect(own(ended)).toBe("");
	const { weightsSha256, lossNats } = JSON.parse(ended.stdout);
	expect({ run, weightsSha256, lossNats }).toEqual({ run, weightsSha256: calm.weightsSha256, lossNats: calm.lossNats });
	expect(metrics(run)).toEqual(metrics("calm"));
}

describe.skipIf(!hasMpi)("training on several ranks", () => {
	test.each([2, 3, 4, 8])("%i ranks end with the weights, losses and metrics of one process", async (ranks) => {
		expectCalm(await train(ranks, `on-${ranks}`), `on-${ranks}`);
	});

	test("a task's run on 4 ranks ends with the weights and losses of one process", async () => {
		const [one, four] = [await train(1, "task-1", {}, TASK), await train(4, "task-4", {}, TASK)];
		const of = ({ stdout, stderr }: Ended) => {
			expect(stdout, stderr).not.toBe("");
			const { weightsSha256, loss, errorShare, best } = JSON.parse(stdout);
			return { weightsSha256, loss, errorShare, best };
		};
		expect(of(four)).toEqual(of(one));
	});

	const kills = process.env.SLUICE_LONG ? 50 : 3;

	test(`kill -9 of a random rank at ${kills} random moments (seed ${seed}): its name and the command are printed, and the run resumed on another number of ranks ends with the same bits`, async () => {
		let named = 0;
		for (let n = 0; n < kills; n++) {
			const ranks = 2 + random.below(3);
			const victim = random.below(ranks);
			const run = `killed-${n}`;
			const killed = await train(ranks, run, {
				onStart: (pids) => setTimeout(() => killNow(pids[victim]!), 1000 * (0.3 + 1.5 * seconds * random.uniform())),
			});
			if (killed.code === 0) continue; // it had ended before
			const said = /rank (\d+) \(\S+, process \d+\) has ended/.exec(killed.stderr)?.[1];
			if (said !== undefined) {
				expect({ seed, n, said }).toEqual({ seed, n, said: String(victim) });
				named++;
			}
			const other = (ranks % 4) + 1;
			const ended = await resume(other, run);
			expectCalm(/E_RUN_MISSING/.test(ended.stderr) ? await train(other, run) : ended, run);
		}
		expect(named).toBeGreaterThan(0);
	}, 1_800_000);

	test("a run interrupted on 4 ranks, continued on 3 and then in one process, ends with the same bits", async () => {
		const flags = [input, ...FLAGS];
		const kill = { onStart: (pids: number[]) => watchFor(join(folder, "moved"), 40, () => killNow(pids[3]!)) };
		const first = await train(4, "moved", kill, flags);
		expect(own(first)).toMatch(
			/rank 3 \(.*Continue with any number of ranks, for example: mpirun -n 4 sluice resume moved/s,
		);
		const second = await sluice(3, ["resume", "moved", "--runs", folder, "--quiet"], {
			onStart: (pids) => watchFor(join(folder, "moved"), 80, () => killNow(pids[0]!)),
		});
		expect(own(second)).toMatch(/rank 0 \(.*mpirun -n 3 sluice resume moved/s);
		expectCalm(await resume(1, "moved"), "moved");
	});

	test("what cannot be shared is refused with a code: no shards, more ranks than shards, ranks of different engines", async () => {
		const whole = await train(2, "refused-1", {}, [
			input,
			...FLAGS.filter((word) => word !== "--shards" && word !== "8"),
		]);
		expect([whole.code !== 0, own(whole)]).toEqual([true, expect.stringContaining("E_RANKS")]);
		const many = await train(3, "refused-2", {}, [input, ...FLAGS, "--shards", "2"]);
		expect(own(many)).toMatch(/3 ranks cannot share 2 shards.*E_RANKS/);
		const mixed = await train(2, "refused-3", { onRank1: "SLUICE_ISA=sse2" }, [input, ...FLAGS, "--engine", "native"]);
		expect(own(mixed)).toMatch(/rank 1 .*has another engine than rank 0: \\"native sse2.*E_RANK_DIFFERS/);
		expect(readdirSync(folder).filter((name) => name.startsWith("refused"))).toEqual([]);
	});

	test("only rank 0 prints: other commands run once", async () => {
		const listed = await sluice(3, ["runs", "--runs", folder, "--json"]);
		expect(() => JSON.parse(listed.stdout)).not.toThrow();
	});
});

describe.skipIf(!hasMpi)("a fault planted in the program", () => {
	/** The built program with one line changed. */
	function planted(name: string, from: string | RegExp, to: string): string {
		const copy = join(folder, name);
		cpSync(join(ROOT, "dist"), join(copy, "dist"), { recursive: true });
		for (const entry of ["prebuilds", "wasm", "package.json", "node_modules"])
			symlinkSync(join(ROOT, entry), join(copy, entry));
		const chunks = join(copy, "dist/src/chunks");
		let changed = 0;
		for (const file of readdirSync(chunks).filter((chunk) => chunk.endsWith(".js"))) {
			const text = readFileSync(join(chunks, file), "utf8");
			const other = text.replace(from, to);
			if (other !== text) writeFileSync(join(chunks, file), other);
			if (other !== text) changed++;
		}
		expect(changed).toBe(1);
		return join(copy, "dist/cli/bin.js");
	}

	test("sums in the order of the ranks, not of the tree: 4 ranks end with other weights", async () => {
		const bin = planted(
			"order",
			"own.set(this.#addSlices(this.#whole));",
			"own.set(slices.reduce((sum, terms) => addTo(sum, terms)));",
		);
		const ended = await train(4, "order-4", { bin });
		expect(JSON.parse(ended.stdout).weightsSha256).not.toBe(calm.weightsSha256);
	});

	test("a rank that reads another batch ends the job with E_RANK_DIFFERS, and its name", async () => {
		const bin = planted(
			"batch",
			"this.onBatch?.(this.#ids, this.#targets);",
			'if (process.env.OMPI_COMM_WORLD_RANK === "1") this.#ids[3] = 0; this.onBatch?.(this.#ids, this.#targets);',
		);
		expect(own(await train(3, "batch-3", { bin }))).toMatch(/rank 1 .*has another batch than rank 0.*E_RANK_DIFFERS/);
	});

	test("a rank whose weights have changed ends the job with E_RANK_DIFFERS at the next checkpoint", async () => {
		const bin = planted(
			"weights",
			"this.updates++;",
			'this.updates++; if (process.env.OMPI_COMM_WORLD_RANK === "2") weights.flat[5] += 1e-6;',
		);
		expect(own(await train(3, "weights-3", { bin }))).toMatch(/rank 2 .*has other weights than rank 0.*E_RANK_DIFFERS/);
	});
});

function killNow(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// it had ended
	}
}

/** Calls `then` once the run has saved a checkpoint of at least `step`. */
function watchFor(run: string, step: number, then: () => void): void {
	const look = setInterval(() => {
		const saved = list(join(run, "checkpoints")).map((name) => Number(/\d+/.exec(name)?.[0] ?? -1));
		if (Math.max(-1, ...saved) < step) return;
		clearInterval(look);
		then();
	}, 10);
}

function list(path: string): string[] {
	try {
		return readdirSync(path);
	} catch {
		return [];
	}
}
