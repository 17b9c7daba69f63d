/** One writer a run, with real processes: refusal by name, takeover from the dead, once even when many race. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { realDisk } from "../../src/workbench/disk/disk.ts";
import { acquireLock, lockOwner } from "../../src/workbench/disk/lock.ts";
import { lifeOf, type Owner, thisProcess } from "../../src/workbench/disk/owner.ts";
import { publishFolder } from "../../src/workbench/disk/publish.ts";
import { compileForChild } from "./compile.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-lock-"));
const compiled = compileForChild("src/workbench/disk/lock.ts");
const children: ChildProcess[] = [];
afterAll(() => {
	for (const child of children) child.kill("SIGKILL");
	rmSync(root, { recursive: true });
	rmSync(compiled.folder, { recursive: true });
});

let runs = 0;
function newRun(): string {
	const folder = join(root, `run-${++runs}`);
	realDisk.mkdir(folder);
	return folder;
}

/** A process that waits for a line, takes the lock, says "mine" or the error's code, and lives on until killed. */
function contender(run: string): { pid: number; go(): void; said: Promise<string>; kill(): Promise<void> } {
	const script = `
		import { acquireLock } from ${JSON.stringify(compiled.path)};
		process.stdin.once("data", () => {
			try { acquireLock(${JSON.stringify(run)}); console.log("mine"); }
			catch (error) { console.log(error.code + " " + error.params?.pid); }
		});
		console.log("ready");
		setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
	children.push(child);
	let output = "";
	const lines: string[] = [];
	const waiting: ((line: string) => void)[] = [];
	child.stdout.on("data", (chunk) => {
		output += chunk;
		while (output.includes("\n")) {
			const line = output.slice(0, output.indexOf("\n"));
			output = output.slice(line.length + 1);
			const next = waiting.shift();
			if (next) next(line);
			else lines.push(line);
		}
	});
	const line = () => new Promise<string>((done) => (lines.length > 0 ? done(lines.shift()!) : waiting.push(done)));
	const ready = line();
	return {
		pid: child.pid!,
		go: () => void ready.then(() => child.stdin.write("go\n")),
		said: ready.then(line),
		kill: () =>
			new Promise((done) => {
				child.once("exit", () => done());
				child.kill("SIGKILL");
			}),
	};
}

test("a second process is refused, naming the first one's pid and machine, until that one is killed", async () => {
	const run = newRun();
	const first = contender(run);
	first.go();
	expect(await first.said).toBe("mine");
	expect(() => acquireLock(run)).toThrow(
		`${run} is in use by process ${first.pid} on ${hostname()}. Wait until it ends, or stop it first. (E_RUN_LOCKED)`,
	);
	expect(lockOwner(run)?.pid).toBe(first.pid);
	await first.kill();
	expect(lockOwner(run)).toBeUndefined();
	const lock = acquireLock(run);
	expect(lockOwner(run)?.pid).toBe(process.pid);
	lock.release();
	lock.release();
	expect(lockOwner(run)).toBeUndefined();
});

test("of 6 processes that find the owner dead at once, exactly one takes over, in each of 3 rounds", async () => {
	const run = newRun();
	for (let round = 0; round < 3; round++) {
		const racers = Array.from({ length: 6 }, () => contender(run));
		for (const racer of racers) racer.go();
		const said = await Promise.all(racers.map((racer) => racer.said));
		expect(said.filter((word) => word === "mine")).toHaveLength(1);
		const winner = racers[said.indexOf("mine")]!;
		for (const word of said) expect(["mine", `E_RUN_LOCKED ${winner.pid}`]).toContain(word);
		await Promise.all(racers.map((racer) => racer.kill()));
		expect(readdirSync(join(run, "lock")).filter((name) => name.startsWith(".tmp"))).toEqual([]);
	}
});

test("this process itself cannot take its own run twice", () => {
	const run = newRun();
	const lock = acquireLock(run);
	expect(() => acquireLock(run)).toThrow(/E_RUN_LOCKED/);
	lock.release();
	acquireLock(run).release();
	expect(readdirSync(join(run, "lock"))).toEqual(["4"]);
});

/** Where a lock's owner may be, and whether this process can tell that it has ended. Process 1 is alive here. */
const HERE: Owner = {
	...{ pid: 1, host: "h", started: "", machine: "m", boot: "b", namespace: "pid:[1]" },
};
const PLACES: [where: string, owner: Partial<Owner>, life: string][] = [
	["here", {}, "alive"],
	["here, with a number that nobody has", { pid: 999_999_999 }, "dead"],
	["in another container of this machine", { namespace: "pid:[2]", host: "c" }, "elsewhere"],
	[
		"in another container with this host name and a number that nobody has here",
		{ namespace: "pid:[2]", pid: 999_999_999 },
		"elsewhere",
	],
	["in the same namespace under another host name", { host: "renamed" }, "alive"],
	["on this machine before it was restarted", { boot: "a" }, "dead"],
	["on another machine with this host name", { boot: "a", machine: "n" }, "elsewhere"],
	["on another machine without an id, with this host name", { boot: "a", machine: "" }, "elsewhere"],
	["on another machine", { boot: "a", machine: "n", host: "other" }, "elsewhere"],
	["on a clone of this machine", { boot: "a", host: "other" }, "elsewhere"],
	["of an older version, here", { machine: "", boot: "", namespace: "" }, "alive"],
	["of an older version, on another machine", { machine: "", boot: "", namespace: "", host: "other" }, "elsewhere"],
];

test.each(PLACES)("an owner %s: %o is %s", (_, owner, life) => {
	expect(lifeOf({ ...HERE, ...owner }, HERE)).toBe(life);
});

test("a lock from elsewhere is taken over with takeOver only; the former owner cannot save any more", () => {
	for (const owner of [
		{ pid: 1, host: "elsewhere", started: "" },
		{ ...thisProcess(), namespace: "pid:[7]" },
		{ ...thisProcess(), host: "elsewhere", boot: "other", machine: "other" },
	]) {
		const run = newRun();
		writeOwner(run, owner);
		const named = `process ${owner.pid} on ${owner.host}`;
		expect(() => acquireLock(run)).toThrow(new RegExp(`${named}.*remove the folder named lock.*E_RUN_LOCKED`));
		expect(() => acquireLock(run, { takeOver: false })).toThrow(new RegExp(`${named}.*with --take-over.*E_RUN_LOCKED`));
		expect(lockOwner(run)?.pid).toBe(owner.pid);
		const lock = acquireLock(run, { takeOver: true });
		lock.check();
		expect(lockOwner(run)).toEqual(thisProcess());
		realDisk.mkdir(join(run, "lock", "9"));
		writeFileSync(join(run, "lock", "9", "owner.json"), JSON.stringify({ ...HERE, pid: 12, host: "thief" }));
		expect(() => lock.check()).toThrow(/process 12 on thief.*E_RUN_LOCKED/);
	}
});

test("takeOver takes nothing from a process that is seen to be alive", () => {
	const run = newRun();
	const lock = acquireLock(run, { takeOver: true });
	expect(() => acquireLock(run, { takeOver: true })).toThrow(/Wait until it ends, or stop it first.*E_RUN_LOCKED/);
	lock.release();
});

const unshare = spawnSync("unshare", ["-pf", "--mount-proc", "true"]).status === 0;
test.runIf(unshare)("a real process in a pid namespace of its own, unseen from here, keeps its lock", async () => {
	const run = newRun();
	const script = `
		const { acquireLock } = await import(${JSON.stringify(compiled.path)});
		acquireLock(${JSON.stringify(run)});
		console.log("mine", process.pid);
		setInterval(() => {}, 1000);`;
	const inside = ["-pf", "--mount-proc", process.execPath, "--input-type=module", "-e", script];
	const child = spawn("unshare", inside, { stdio: ["ignore", "pipe", "inherit"], detached: true });
	children.push(child);
	const [line] = (await once(child.stdout!, "data")) as [Buffer];
	expect(String(line)).toBe("mine 1\n"); // its number is that of a process which is alive here
	expect(() => acquireLock(run, { takeOver: false })).toThrow(/process 1 on .*another container.*E_RUN_LOCKED/);
	process.kill(-child.pid!, "SIGKILL");
	await once(child, "exit");
	expect(() => acquireLock(run)).toThrow(/E_RUN_LOCKED/); // dead, but that cannot be seen
	acquireLock(run, { takeOver: true }).release();
});

test.runIf(process.platform === "linux")("a pid that another process got since counts as dead", () => {
	const owner = thisProcess();
	expect(lifeOf(owner)).toBe("alive");
	expect(lifeOf({ ...owner, started: owner.started.replace(/\d+$/, "1") })).toBe("dead");
	const run = newRun();
	writeOwner(run, { ...owner, started: owner.started.replace(/\d+$/, "1") });
	acquireLock(run).release();
});

test("a lock file that holds no owner counts as left by a dead one", () => {
	const run = newRun();
	acquireLock(run);
	writeFileSync(join(run, "lock", "1", "owner.json"), '{"pid":');
	acquireLock(run).release();
});

function writeOwner(run: string, owner: object): void {
	realDisk.mkdir(join(run, "lock"));
	const content = { "owner.json": Buffer.from(JSON.stringify(owner)) };
	publishFolder(realDisk, join(run, "lock"), "1", content, () => new Error("taken"));
}
