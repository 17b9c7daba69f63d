/** The machine: its description, its limits, and the load of other processes. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { arch, availableParallelism, cpus, release, tmpdir, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TICKS = 100; // /proc/stat counts hundredths of a second on every Linux that Node runs on

/**
 * CPU seconds since the machine started: those of all processes, and those taken by the hypervisor; undefined outside
 * Linux.
 */
export function cpuSeconds() {
	if (!existsSync("/proc/stat")) return undefined;
	const [user, nice, system, , , irq, softIrq, steal] = readFileSync("/proc/stat", "utf8")
		.split("\n", 1)[0]
		.split(/\s+/)
		.slice(1)
		.map((ticks) => Number(ticks) / TICKS);
	return { busy: user + nice + system + irq + softIrq, steal };
}

function ownSeconds() {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/** CPUs used by other processes (and the hypervisor) between start and stop; nulls if it cannot be read. */
export function loadMeter(own = ownSeconds) {
	const read = () => ({ all: cpuSeconds(), own: own(), wall: performance.now() / 1000 });
	let from = read();
	return {
		start() {
			from = read();
		},
		stop() {
			const to = read();
			if (!to.all || !from.all) return { otherCpus: null, steal: null };
			const wall = to.wall - from.wall;
			const others = to.all.busy - from.all.busy - (to.own - from.own);
			return { otherCpus: Math.max(0, others / wall), steal: (to.all.steal - from.all.steal) / wall };
		},
	};
}

/** Peak memory of this process, MB. ru_maxrss is unsuitable: it starts from the size of the parent process. */
export function peakRssMb() {
	const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
	const kb = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
	return (kb === undefined ? process.resourceUsage().maxRSS : Number(kb)) / 1024;
}

/**
 * Waits up to `seconds` for a second in which all processes together use less than 0.15 CPUs; returns true if it came.
 */
export async function waitForQuiet(seconds) {
	const end = performance.now() + seconds * 1000;
	while (performance.now() < end) {
		const from = cpuSeconds();
		if (!from) return false;
		await new Promise((resolve) => setTimeout(resolve, 1000));
		if (cpuSeconds().busy - from.busy < 0.15) return true;
	}
	return false;
}

/** The first CPU that this process may run on; runs with one thread are pinned to it. */
export function firstCpu() {
	const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
	return /Cpus_allowed_list:\s+(\d+)/.exec(status)?.[1] ?? "0";
}

export const hasTaskset = spawnSync("taskset", ["-V"]).status === 0;

/** "AMD EPYC, 2 CPUs (avx2, fma), 23 GiB, Linux 6.1 x64, Node 20.20.2". */
export function machineLine() {
	const info = existsSync("/proc/cpuinfo") ? readFileSync("/proc/cpuinfo", "utf8") : "";
	const flags = new Set(/^(?:flags|Features)\s*:(.*)$/m.exec(info)?.[1].split(" ") ?? []);
	const sets = ["avx2", "fma", "avx512f", "asimd"].filter((set) => flags.has(set)).join(", ");
	const cores = `${availableParallelism()} CPUs${sets && ` (${sets})`}`;
	const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
	const model = cpus()[0]?.model.trim() || "unknown processor";
	return [model, cores, memory, `${type()} ${release()} ${arch()}`, `Node ${process.versions.node}`].join(", ");
}

/**
 * Compiles limits.c.
 * @returns {{measure(threads: number): object, remove(): void} | {why: string}}
 */
export function compileLimits() {
	const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
	const source = join(dirname(fileURLToPath(import.meta.url)), "limits.c");
	const binary = join(folder, "limits");
	const remove = () => rmSync(folder, { recursive: true, force: true });
	let why = "";
	for (const machine of [["-march=native"], ["-mcpu=native"], []]) {
		const built = spawnSync("cc", ["-O3", ...machine, "-pthread", source, "-o", binary], { encoding: "utf8" });
		if (built.status === 0) return { measure: (threads) => measureLimits(binary, threads), remove };
		why = built.error ? "there is no C compiler (cc)" : `cc failed: ${built.stderr.trim().split("\n")[0]}`;
	}
	remove();
	return { why };
}

function measureLimits(binary, threads) {
	const pin = threads === 1 && hasTaskset ? ["taskset", "-c", firstCpu()] : [];
	const [command, ...args] = [...pin, binary, String(threads)];
	const run = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
	if (run.status !== 0) throw new Error(`limits: ended with ${run.status ?? run.signal}`);
	return JSON.parse(run.stdout);
}
