/**
 * `sluice train --tensorboard` is followed while it runs: its events are read by a second reader of the format while the
 * process lives, it is killed, and the resumed run continues the file.
 */
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { events } from "../fixtures/tensorboardEvents.ts";

const BIN = resolve(import.meta.dirname, "../../dist/cli/bin.js");
const folder = mkdtempSync(join(tmpdir(), "sluice-live-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TRAINING =
	"task:addition --hidden 8 --batch 4 --length 12 --seed 3 --steps 12000 --save-every 400 --valid-every 300";
const fileOf = (run: string) => join(folder, "logs", run, "events.out.tfevents.0.sluice");
const train = (run: string) => [BIN, "train", ...TRAINING.split(" "), "--run", run, ...EVENTS];
const EVENTS = ["--tensorboard", "logs", "--quiet", "--json"];

/** All values of a run whose bits do not depend on the machine, by curve and step. */
const valuesOf = (run: string) =>
	events(readFileSync(fileOf(run)))
		.filter(({ tag = "" }) => tag !== "" && !tag.endsWith("_per_second"))
		.map(({ tag, step, value }) => `${tag} ${step} ${value}`);

test("the events of a training are readable while it runs; killed in the middle of a record and resumed, its file has each step of the undisturbed run once", async () => {
	const child = spawn(process.execPath, train("killed"), { cwd: folder, stdio: "ignore" });
	const ended = new Promise((done) => child.once("close", done));
	await expect.poll(() => existsSync(fileOf("killed")), { interval: 20 }).toBe(true);
	const seen = () => events(readFileSync(fileOf("killed"))).filter(({ tag }) => tag === "loss/valid").length;
	await expect.poll(seen, { interval: 20 }).toBeGreaterThanOrEqual(4);
	const size = statSync(fileOf("killed")).size;
	await expect.poll(() => statSync(fileOf("killed")).size, { interval: 20 }).toBeGreaterThan(size);
	expect(child.exitCode).toBeNull();
	child.kill("SIGKILL");
	await ended;
	const before = valuesOf("killed");
	appendFileSync(fileOf("killed"), readFileSync(fileOf("killed")).subarray(0, 30)); // as much of a record as was written
	const run = (args: string[]) => {
		const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
		expect([status, stderr]).toEqual([0, ""]);
	};
	run([BIN, "resume", "killed", ...EVENTS]);
	run(train("whole"));
	const after = valuesOf("killed");
	expect(after.slice(0, before.length)).toEqual(before);
	expect(new Set(after).size).toBe(after.length);
	expect([...after].sort()).toEqual(valuesOf("whole").sort());
});
