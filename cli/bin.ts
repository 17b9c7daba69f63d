#!/usr/bin/env node
/** The `sluice` command: connects the program to this process. */
import { launched } from "../src/workbench/machine/ranks/launchedRank.ts";
import type { Io } from "./io.ts";
import { main } from "./program.ts";
import { startedAs } from "./startedAs.ts";
import { stopOnSignals } from "./stop.ts";

const stop = stopOnSignals();
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") return stop.outputClosed();
	process.stderr.write(`error: standard output: ${error.message}\n`);
	process.exit(1);
});
process.stderr.on("error", () => {}); // nobody listens to the talk: go on without

const io: Io = {
	stdout: process.stdout,
	stderr: process.stderr,
	get stdin() {
		return process.stdin.setEncoding("utf8");
	},
	env: process.env,
	cwd: process.cwd(),
	command: startedAs(process.env, process.argv[1]),
	now: () => performance.now(),
	atExit(restore) {
		process.on("exit", restore);
		return () => process.off("exit", restore);
	},
	stop,
	rank: launched()?.rank ?? 0,
	library: () => import("../src/index.ts"),
};

const code = await main(process.argv.slice(2), io);
process.stdout.write("", () => setImmediate(() => process.exit(code))); // after the errors of earlier writes
