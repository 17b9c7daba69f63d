/** The documented program that hands a training's events to a tracker, run with a tracker that prints what it gets. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hasPython } from "../conformance/foreignTools.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "sluice-trackers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STUB = `import json
def init(**given): print(json.dumps(["init", given]))
def log(numbers, step): print(json.dumps(["log", step, numbers]))
def finish(): print(json.dumps(["finish"]))
`;

/** The program in a document. */
function documented(path: string): string {
	const text = readFileSync(join(ROOT, path), "utf8");
	return text
		.split("```python\n")
		.find((part) => part.includes("trackio.init"))!
		.split("```")[0]!;
}

test.skipIf(!hasPython("json"))(
	"each update and validation of a training arrives once, with its step, loss, rate and speed, by the programs of both languages",
	() => {
		const corpus = join(folder, "text.txt");
		writeFileSync(corpus, "the cat sat on the mat; the rat ate the hat\n".repeat(80));
		const bin = join(ROOT, "dist/cli/bin.js");
		const words = ["train", corpus, "--steps", "6", "--hidden", "4", "--batch", "2", "--k1", "8", "--valid-every", "3"];
		const trained = spawnSync(process.execPath, [bin, ...words, "--runs", join(folder, "runs"), "--jsonl"], {
			encoding: "utf8",
		});
		expect(trained.status).toBe(0);
		const events = trained.stdout
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		const wanted = events.filter(({ type }) => type === "step" || type === "valid");
		expect(wanted.length).toBeGreaterThanOrEqual(8);
		mkdirSync(join(folder, "stub"));
		writeFileSync(join(folder, "stub/trackio.py"), STUB);
		for (const path of ["docs/interchange.md", "docs/ko/interchange.md"]) {
			const env = { ...process.env, PYTHONPATH: join(folder, "stub"), PYTHONDONTWRITEBYTECODE: "1" };
			const done = spawnSync("/usr/bin/python3", ["-c", documented(path)], {
				input: trained.stdout,
				encoding: "utf8",
				env,
			});
			expect([done.status, done.stderr]).toEqual([0, ""]);
			const [init, ...calls] = done.stdout
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line));
			expect(init).toEqual(["init", { project: "sluice" }]);
			expect(calls.pop()).toEqual(["finish"]);
			expect(calls.map(([, step]) => step)).toEqual(wanted.map(({ step }) => step));
			for (const [k, [, , numbers]] of calls.entries()) {
				const { type, lossNats, lr, tokensPerSecond } = wanted[k];
				expect(numbers[`${type}/lossNats`]).toBe(lossNats);
				if (type === "step")
					expect([numbers["step/lr"], numbers["step/tokensPerSecond"]]).toEqual([lr, tokensPerSecond]);
			}
		}
	},
);
