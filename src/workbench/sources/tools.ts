/** Runs a program of this machine without a shell. Failure is a coded error that quotes the program's last lines. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fail } from "../../errors/index.ts";
import type { ToolReason } from "../../errors/sources.ts";
import { errno } from "../disk/disk.ts";
import { leash } from "./leash.ts";

export interface Tool {
	/** Corpus that the program is run for, named in errors. */
	corpus: string;
	command: string;
	args: readonly string[];
	cwd: string;
	/** Remedy to suggest when the program fails. */
	next: "npm" | "apt";
	/** Milliseconds after which the program is ended. Default: 30 minutes. */
	deadlineMs?: number;
}

const DEADLINE_MS = 30 * 60_000;
/** Time between asking a program to end and ending it, in ms. */
const GRACE_MS = 2000;

export interface RunningTool {
	readonly stdin: Writable;
	readonly stdout: Readable;
	/** Settles when the program has ended; rejects with E_FETCH_TOOL unless its exit status is 0. */
	readonly ended: Promise<void>;
	stop(): void;
}

const HAS_GROUPS = process.platform !== "win32";

/** Sends a signal to a program and to all that it has started. */
function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (HAS_GROUPS) process.kill(-child.pid, signal);
		else child.kill(signal);
	} catch {
		// They have all ended.
	}
}

/** Starts a program, which ends with this process at the latest. Read its stdout, then await `ended`. */
export function start(tool: Tool): RunningTool {
	const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(tool.command, [...tool.args], {
		cwd: tool.cwd,
		stdio: ["pipe", "pipe", "pipe"],
		shell: false,
		windowsHide: true,
		detached: HAS_GROUPS, // a process group of its own, which is ended as a whole
	});
	const end = (signal: NodeJS.Signals) => endGroup(child, signal);
	const release = HAS_GROUPS && child.pid !== undefined ? leash(child.pid) : () => undefined;
	const atExit = () => end("SIGKILL");
	process.prependOnceListener("exit", atExit); // before the folder that it writes to is removed
	const { deadlineMs = DEADLINE_MS } = tool;
	let isLate = false;
	const stop = () => {
		end("SIGTERM");
		setTimeout(() => end("SIGKILL"), GRACE_MS).unref();
		child.stdout.destroy();
	};
	const timer = setTimeout(() => {
		isLate = true; // its output ends with it
		end("SIGTERM");
		setTimeout(() => end("SIGKILL"), GRACE_MS).unref();
	}, deadlineMs);
	let words = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		words = (words + text).slice(-2000);
	});
	child.stdin.on("error", () => undefined); // the exit status is more informative than a closed pipe
	const settled = () => {
		clearTimeout(timer);
		release();
		process.off("exit", atExit);
	};
	const ended = new Promise<void>((resolve, reject) => {
		const failed = (why: ToolReason, cause?: unknown) =>
			reject(fail("E_FETCH_TOOL", { name: `@${tool.corpus}`, tool: tool.command, why, next: tool.next }, { cause }));
		child.on("error", (error) => {
			settled();
			failed(
				errno(error) === "ENOENT" ? { reason: "notInstalled" } : { reason: "said", message: error.message },
				error,
			);
		});
		child.on("close", (status, signal) => {
			settled();
			if (isLate) failed({ reason: "late", seconds: deadlineMs / 1000 });
			else if (status === 0) resolve();
			else {
				const message = lastWords(words);
				if (message !== "") failed({ reason: "said", message });
				else failed(signal ? { reason: "signal", signal } : { reason: "status", status: status ?? -1 });
			}
		});
	});
	ended.catch(() => undefined); // awaited by the caller, possibly after it fails
	return { stdin: child.stdin, stdout: child.stdout, ended, stop };
}

/** Runs a program to its end and returns the first MiB of its output. */
export async function run(tool: Tool): Promise<string> {
	const running = start(tool);
	running.stdin.end();
	let output = "";
	for await (const text of running.stdout.setEncoding("utf8") as AsyncIterable<string>) {
		if (output.length < 1 << 20) output += text;
	}
	await running.ended;
	return output;
}

/** The machine's npm client as a command: npm's own script, run with this Node, if it can be found; otherwise "npm". */
export function npmClient(env: NodeJS.ProcessEnv = process.env): { command: string; args: string[] } {
	const beside = dirname(process.execPath);
	const places = [
		env.npm_execpath,
		join(beside, "node_modules/npm/bin/npm-cli.js"),
		join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
	];
	const script = places.find((place) => place?.endsWith("npm-cli.js") && existsSync(place));
	return script === undefined ? { command: "npm", args: [] } : { command: process.execPath, args: [script] };
}

/** The last two informative lines, without control characters; at most 300 characters. */
function lastWords(words: string): string {
	const lines = words.split("\n").map((line) => line.replace(/\p{C}/gu, "").trim());
	const telling = lines.filter((line) => line !== "" && !/A complete log of this run|\.log$/.test(line));
	return telling.slice(-2).join("; ").slice(0, 300);
}
