/** The built command as a real process: signals, closed pipes, exit codes, a terminal. `npm test` builds it first. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const TINY = "--engine reference --hidden 5 --batch 3 --k1 7 --lang en".split(" ");

let folder = "";
beforeAll(() => {
	if (!existsSync(BIN)) throw new Error("dist/cli/bin.js is missing: npm run build");
	folder = mkdtempSync(join(tmpdir(), "sluice-cli-"));
	writeFileSync(
		join(folder, "book.txt"),
		"The sluice opens, the water runs; it closes, the water waits.\n".repeat(200),
	);
	writeFileSync(join(folder, "empty.txt"), "");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plainEnv(): NodeJS.ProcessEnv {
	const env = { ...process.env };
	for (const name of Object.keys(env))
		if (/^(SLUICE_|LC_|LANG|NO_COLOR|FORCE_COLOR|CI$|NODE_)/.test(name)) delete env[name];
	return env;
}

function start(...args: string[]): ChildProcess {
	return spawn(process.execPath, [BIN, ...args], { cwd: folder, env: plainEnv(), stdio: ["ignore", "pipe", "pipe"] });
}

interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
	const text = { stdout: "", stderr: "" };
	child.stdout!.on("data", (chunk) => (text.stdout += chunk));
	child.stderr!.on("data", (chunk) => (text.stderr += chunk));
	const [code] = (await once(child, "close")) as [number | null];
	return { code, ...text };
}

const sluice = (...args: string[]) => ended(start(...args));

/** Resolves when the child has made a step. */
function stepping(child: ChildProcess): Promise<void> {
	return new Promise((resolve) => {
		let seen = "";
		child.stdout!.on("data", (chunk) => {
			seen += chunk;
			if (seen.includes('"type":"step"')) resolve();
		});
	});
}

describe("a training as a process", () => {
	test("0: writes one JSON document, and its run can be listed, evaluated, sampled and resumed", async () => {
		const { code, stdout } = await sluice("train", "book.txt", ...TINY, "--steps", "6", "--json");
		expect(code).toBe(0);
		const result = JSON.parse(stdout);
		expect(result).toMatchObject({
			schema: 1,
			run: "book-lstm-1",
			engine: "reference",
			seed: 1,
			steps: 6,
			tokens: 6 * 3 * 7,
		});
		expect(result.bitsPerSymbol.valid).toBeCloseTo(result.lossNats.valid / Math.LN2, 12);
		expect(result.weightsSha256).toMatch(/^[0-9a-f]{64}$/);

		const runs = await sluice("runs", "--json");
		expect(JSON.parse(runs.stdout).runs).toMatchObject([{ name: "book-lstm-1", step: 6, state: "finished" }]);
		const evaluated = await sluice("eval", "book-lstm-1", "--part", "test", "--json", "--engine", "reference");
		const { symbols, lossNats, bitsPerSymbol, unknownSymbols } = JSON.parse(evaluated.stdout);
		expect(symbols).toBeGreaterThan(100);
		expect(bitsPerSymbol).toBeCloseTo(lossNats / Math.LN2, 12);
		expect(unknownSymbols).toBe(0);
		const [once, twice] = await Promise.all(
			[1, 2].map(() => sluice("sample", "book-lstm-1", "--length", "30", "--engine", "reference", "--quiet")),
		);
		expect([...once!.stdout].length).toBeGreaterThanOrEqual(30);
		expect(twice).toEqual(once);
		const resumed = await sluice("resume", "book-lstm-1", "--steps", "9", "--json");
		expect(JSON.parse(resumed.stdout).steps).toBe(9);
	});

	test.each([
		["SIGINT", 130],
		["SIGTERM", 143],
	] as const)("%s: saves, names the command that goes on, and ends with %i", async (signal, wanted) => {
		const child = start("train", "book.txt", ...TINY, "--steps", "1000000", "--run", signal, "--jsonl");
		const end = ended(child);
		await stepping(child);
		child.kill(signal);
		const { code, stdout, stderr } = await end;
		expect(code).toBe(wanted);
		const events = stdout
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		const last = events.findLast((event) => event.type === "checkpoint");
		expect(last.step).toBe(events.findLast((event) => event.type === "step").step);
		expect(existsSync(join(folder, "runs", signal))).toBe(true);
		expect(stderr).toContain("stopping: saving a checkpoint");
		const resumed = await sluice("resume", signal, "--steps", String(last.step + 2), "--json");
		expect([resumed.code, JSON.parse(resumed.stdout).steps]).toEqual([0, last.step + 2]);
	});

	test("a second signal ends it at once, without waiting for the save", async () => {
		const child = start("train", "book.txt", ...TINY, "--steps", "1000000", "--run", "twice", "--jsonl");
		const end = ended(child);
		await stepping(child);
		child.kill("SIGINT");
		child.kill("SIGINT");
		child.kill("SIGTERM");
		expect([130, 143, null]).toContain((await end).code); // null: ended by the system
	});

	test("standard output closed by its reader: it saves and ends quietly with 0", async () => {
		const child = start("train", "book.txt", ...TINY, "--steps", "1000000", "--run", "piped", "--jsonl", "--quiet");
		let stderr = "";
		child.stderr!.on("data", (chunk) => (stderr += chunk));
		await stepping(child);
		child.stdout!.destroy();
		const [code] = await once(child, "close");
		expect([code, stderr]).toEqual([0, ""]);
		const status = JSON.parse(readFileSync(join(folder, "runs", "piped", "status.json"), "utf8"));
		expect(status.state).toBe("stopped");
	});

	test("standard error closed: the training goes on to its end", async () => {
		const child = start("train", "book.txt", ...TINY, "--steps", "40", "--valid-every", "1", "--json");
		child.stderr!.destroy();
		let stdout = "";
		child.stdout!.on("data", (chunk) => (stdout += chunk));
		const [code] = await once(child, "close");
		expect([code, JSON.parse(stdout).steps]).toEqual([0, 40]);
	});

	test("0: a training without clipping that blows up at first goes back three times, to an eighth of the rate, says so, and ends", async () => {
		const wild =
			"--engine reference --hidden 12 --batch 3 --k1 20 --cell rnn --variant linear --optimizer sgd --lr 0.7";
		const given = `${wild} --clip-norm 0 --schedule constant --steps 30 --valid-every 30 --lang en`.split(" ");
		const bold = await sluice("train", "book.txt", ...given, "--json");
		expect(bold.code).toBe(0);
		const { rollbacks, steps } = JSON.parse(bold.stdout);
		expect(steps).toBe(30);
		expect(rollbacks.map(({ to, rate }: { to: number; rate: number }) => [to, rate])).toEqual([
			[0, 0.5],
			[0, 0.25],
			[0, 0.125],
		]);
		const told =
			/step \d+: l0\.h\[\d+\] is NaN \(gradient norms before: .+\)\. Rolled back to step 0; continuing at 1\/2 of the learning rate \(peak 0\.35\)\. Rollbacks left: 2\./;
		expect(bold.stderr).toMatch(told);
		expect(bold.stderr).toContain("Rollbacks left: 0.");
		expect((await sluice("train", "book.txt", ...given, "--rollbacks", "0")).code).toBe(3);
	});

	test("3: a divergence leaves a run behind and names a gentler training", async () => {
		const wild = "--cell rnn --variant relu --optimizer sgd --lr 1e6 --clip-norm 0 --steps 200".split(" ");
		const { code, stderr } = await sluice("train", "book.txt", ...TINY.slice(2), ...wild);
		expect(code).toBe(3);
		expect(stderr).toContain("(E_DIVERGED)");
		expect(stderr).toMatch(/ {2}sluice train book\.txt --cell rnn --variant relu .*--lr 1 --clip-norm 1\n/);
	});
});

describe("the command as a process", () => {
	test.each([
		[["train", "nowhere.txt"], "E_FILE_MISSING", 1],
		[["train", "empty.txt"], "E_FILE_EMPTY", 1],
		[["train", "book.txt", "--batch", "60000"], "E_CORPUS_SHORT", 1],
		[["train", "@nothing"], "E_CORPUS_NAME", 2],
		[["train", "book.txt", "--split", "50/50/50"], "E_SPLIT", 2],
		[["sample", "nobody"], "E_RUN_MISSING", 2],
		[["train", "book.txt", "--variant", "relu"], "E_OPTION", 2],
	])("%j is %s and ends with %i", async (args, coded, wanted) => {
		const { code, stderr } = await sluice(...args);
		expect(stderr).toContain(`(${coded})`);
		expect(code).toBe(wanted);
	});

	test("a signal while eval still reads its text ends it at once with 130", async () => {
		const made = await sluice("train", "book.txt", ...TINY, "--steps", "1", "--run", "measured", "--quiet");
		expect(made.code).toBe(0);
		const text = join(folder, "endless.txt");
		writeFileSync(text, "");
		truncateSync(text, 64 * 2 ** 30); // 64 GiB of holes: minutes to read
		const child = start("eval", "measured", "endless.txt", "--engine", "reference");
		const end = ended(child);
		await new Promise((resolve) => setTimeout(resolve, 3000));
		const asked = performance.now();
		child.kill("SIGINT");
		setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
		expect(await end).toEqual({ code: 130, stdout: "", stderr: "" });
		expect(performance.now() - asked).toBeLessThan(5000);
	});

	test("0: a gradient check on the reference engine holds", async () => {
		const { code, stdout } = await sluice("gradcheck", "--cell", "rnn", "--variant", "tanh", "--quiet");
		expect(code).toBe(0);
		expect(stdout).toMatch(/rnn tanh +layer\/forward-mode/);
		const korean = await sluice("gradcheck", "--cell", "rnn", "--variant", "tanh", "--quiet", "--lang", "ko");
		expect(korean.stdout).toMatch(/rnn tanh +층: 순방향 모드/);
		expect(korean.stdout).not.toMatch(/forward-mode|differences/);
	});

	test("a reader that takes one line of help ends it without a word", async () => {
		const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${BIN}" train --help | head -n 1`], {
			encoding: "utf8",
			env: plainEnv(),
		});
		expect([status, stderr]).toEqual([0, ""]);
	});

	test.skipIf(!existsSync("/dev/full"))("1: standard output on a full disk is told in one line", () => {
		const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${BIN}" train --help > /dev/full`], {
			encoding: "utf8",
			env: plainEnv(),
		});
		expect(status).toBe(1);
		expect(stderr).toMatch(/^error: standard output: ENOSPC.*\n$/);
	});

	const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
	test.skipIf(!hasScript)("on a terminal the cursor comes back after a signal, and the block never wraps", async () => {
		const log = join(folder, "typescript");
		const command = `stty cols 50 rows 20; "${process.execPath}" "${BIN}" train book.txt ${TINY.join(" ")} --steps 1000000 --run tty`;
		const env = { ...plainEnv(), TERM: "xterm" };
		const child = spawn("script", ["-qefc", command, log], { cwd: folder, env, stdio: ["pipe", "pipe", "pipe"] });
		const end = ended(child);
		await new Promise<void>((resolve) => {
			let seen = "";
			child.stdout!.on("data", (chunk) => {
				seen += chunk;
				if (seen.includes(" left")) resolve();
			});
		});
		child.stdin!.write("\u0003");
		const { code } = await end;
		const shown = readFileSync(log, "utf8");
		expect(code).toBe(130);
		expect(shown.lastIndexOf("\u001b[?25h")).toBeGreaterThan(shown.lastIndexOf("\u001b[?25l"));
		expect(shown).toContain("sluice resume tty");
	});
});
