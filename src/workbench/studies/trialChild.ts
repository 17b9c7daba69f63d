/**
 * One trial in a process of its own, watched by a worker that computes nothing: what it may use and print is limited, and
 * a process that hangs, is stopped from outside or does not end when asked is killed with everything it started.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fail } from "../../errors/index.ts";
import { quietly } from "../disk/disk.ts";
import { packageFile } from "../machine/packageFile.ts";
import type { GroupLeash } from "./groupLeash.ts";
import { OutputLog } from "./outputLog.ts";
import type { TrialMessage, TrialOutcome, TrialRequest } from "./trialMessages.ts";

/** How a trial's process ended. "killed": by a signal that its worker did not send. */
export type ChildEnd =
	| { kind: "done"; outcome: TrialOutcome }
	| { kind: "stopped" }
	| { kind: "killed"; message: string }
	| { kind: "frozen" }
	| { kind: "failed"; why: "crash" | "memory" | "hang" | "output" | "error"; message: string };

export interface ChildLimits {
	/** Bytes of memory, and of output. */
	memoryBytes: number;
	outputBytes: number;
	/** Time without a message after which it counts as hanging; time stopped by a signal after which it counts as gone. */
	silenceMs: number;
	frozenMs: number;
}

export interface ChildOptions {
	request: TrialRequest;
	limits: ChildLimits;
	leash: GroupLeash;
	/** Program of the trial. Default: the one of the package. */
	program?: string;
	onMessage(message: TrialMessage): void;
	/** Called at the end with what it printed. */
	onLog(text: string): void;
}

const LOOK_MS = 250;
/** Time to save a checkpoint after being asked to stop. */
const STOP_MS = 1200;

/** Path of the program that trains a trial. @throws E_INTERNAL in a checkout that was not built. */
export function trialProgram(): string {
	const program = packageFile("dist", "src", "workbench", "studies", "trialProcess.js");
	if (program === undefined)
		throw fail("E_INTERNAL", { what: "dist/src/workbench/studies/trialProcess.js is missing" });
	return program;
}

type Verdict = Exclude<ChildEnd, { kind: "done" } | { kind: "killed" }>;

export class TrialChild {
	/** How it ended; never rejects. */
	readonly ended: Promise<ChildEnd>;
	readonly #child: ChildProcess;
	readonly #options: ChildOptions;
	readonly #log: OutputLog;
	readonly #oomBefore = oomKills();
	/** What its worker has decided; it is then killed. */
	#verdict: Verdict | undefined;
	#said: TrialMessage | undefined;
	#heardMs = performance.now();
	#frozenMs = 0;
	#stopping: NodeJS.Timeout | undefined;

	constructor(options: ChildOptions) {
		this.#options = options;
		this.#log = new OutputLog(options.limits.outputBytes, () => {
			this.#kill({ kind: "failed", why: "output", message: `${options.limits.outputBytes} bytes` });
		});
		this.#child = spawn(process.execPath, [options.program ?? trialProgram()], {
			stdio: ["ignore", "pipe", "pipe", "ipc"],
			detached: true, // a group of its own: it is killed with all that it started
			windowsHide: true,
		});
		if (this.#child.pid !== undefined) options.leash.add(this.#child.pid);
		for (const stream of [this.#child.stdout!, this.#child.stderr!])
			stream.on("data", (bytes: Buffer) => this.#log.take(bytes));
		this.#child.on("message", (message: TrialMessage) => this.#hear(message));
		this.ended = this.#untilEnd();
		this.#child.send(options.request, () => undefined);
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	/** Asks it to save and end; kills it if it does not. */
	stop(): void {
		if (this.#stopping) return;
		if (this.#child.connected) this.#child.send("stop", () => undefined);
		this.#stopping = setTimeout(() => this.#kill({ kind: "stopped" }), STOP_MS);
	}

	/** Ends it now. */
	kill(): void {
		this.#kill({ kind: "stopped" });
	}

	#hear(message: TrialMessage): void {
		this.#heardMs = performance.now();
		if (message.kind === "done" || message.kind === "stopped" || message.kind === "failed") this.#said = message;
		else this.#options.onMessage(message);
	}

	#kill(verdict: Verdict): void {
		this.#verdict ??= verdict;
		const { pid } = this.#child;
		if (pid === undefined) return;
		quietly(() => process.kill(-pid, "SIGKILL"));
	}

	/** Looks at the process from outside. */
	#look(): void {
		const { memoryBytes, silenceMs, frozenMs } = this.#options.limits;
		const { state, bytes } = statusOf(this.#child.pid!);
		this.#frozenMs = state === "T" ? this.#frozenMs + LOOK_MS : 0;
		if (this.#frozenMs > frozenMs) this.#kill({ kind: "frozen" });
		const megabytes = Math.round(bytes / 1e6);
		if (bytes > memoryBytes) this.#kill({ kind: "failed", why: "memory", message: `${megabytes} MB` });
		const silent = performance.now() - this.#heardMs;
		if (silent > silenceMs) this.#kill({ kind: "failed", why: "hang", message: `${Math.round(silent / 1000)} s` });
	}

	async #untilEnd(): Promise<ChildEnd> {
		const looking = setInterval(() => this.#look(), LOOK_MS);
		const [code, signal, error] = await new Promise<[number | null, NodeJS.Signals | null, Error?]>((resolve) => {
			this.#child.on("error", (error) => resolve([null, null, error]));
			this.#child.on("close", (code, signal) => resolve([code, signal]));
			// what the process started may hold the pipes open
			this.#child.on("exit", () => this.#endGroup());
		});
		clearInterval(looking);
		clearTimeout(this.#stopping);
		if (this.#child.pid !== undefined) this.#options.leash.remove(this.#child.pid);
		this.#options.onLog(this.#log.text());
		return this.#endOf(code, signal, error);
	}

	#endGroup(): void {
		const { pid } = this.#child;
		if (pid !== undefined) quietly(() => process.kill(-pid, "SIGKILL"));
	}

	#endOf(code: number | null, signal: NodeJS.Signals | null, error?: Error): ChildEnd {
		const said = this.#said;
		if (said?.kind === "done") {
			const { kind: _, ...outcome } = said;
			return { kind: "done", outcome };
		}
		if (this.#verdict) return this.#verdict;
		if (said?.kind === "stopped") return { kind: "stopped" };
		if (said?.kind === "failed") return { kind: "failed", why: "error", message: said.message };
		if (error) return { kind: "failed", why: "crash", message: error.message };
		if (signal === "SIGKILL" || signal === "SIGTERM" || signal === "SIGINT") {
			if (oomKills() > this.#oomBefore) return { kind: "failed", why: "memory", message: signal };
			return { kind: "killed", message: signal };
		}
		return { kind: "failed", why: "crash", message: this.#log.lastLine() || String(signal ?? code) };
	}
}

/** State letter and memory of a process, as Linux tells them; elsewhere nothing is known. */
function statusOf(pid: number): { state: string; bytes: number } {
	try {
		const status = readFileSync(`/proc/${pid}/status`, "latin1");
		const state = /^State:\s+(\w)/m.exec(status)?.[1] ?? "";
		const kilobytes = ["VmRSS", "VmSwap"].map((name) =>
			Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0),
		);
		return { state, bytes: 1024 * kilobytes.reduce((sum, size) => sum + size, 0) };
	} catch {
		return { state: "", bytes: 0 };
	}
}

/** How often the system killed a process here because memory ran out; 0 if it does not say. */
function oomKills(): number {
	try {
		return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "latin1"))?.[1] ?? 0);
	} catch {
		return 0;
	}
}
