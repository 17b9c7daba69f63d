#!/usr/bin/env node
/** The `sluice` command: ties the program to this process. */
import type { Io } from "./context.ts";
import { main } from "./program.ts";
import { stopOnSignals } from "./stop.ts";

const stop = stopOnSignals();
const closed = (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
};
process.stdout.on("error", (error) => {
	closed(error);
	stop.outputClosed();
});
process.stderr.on("error", closed); // nobody listens to the talk: go on without

const io: Io = {
	stdout: process.stdout,
	stderr: process.stderr,
	env: process.env,
	cwd: process.cwd(),
	now: () => performance.now(),
	atExit(restore) {
		process.on("exit", restore);
		return () => process.off("exit", restore);
	},
	stop,
	library: () => import("../src/index.ts"),
};

const code = await main(process.argv.slice(2), io);
process.stdout.write("", () => process.exit(code));
