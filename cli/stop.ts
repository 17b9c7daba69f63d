/** Signals of the process: the first asks the running work to save and stop, the second ends the process at once. */
import type { Stop } from "./io.ts";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface ProcessStop extends Stop {
	/** Handles a closed standard output (`| head`): exits quietly, saving work in progress first. */
	outputClosed(): void;
}

export function stopOnSignals(): ProcessStop {
	let controller: AbortController | undefined;
	let told: (() => boolean) | undefined;
	let exitCode: number | undefined;

	const stop = (reason: string, code: number) => {
		if (!controller || exitCode !== undefined) process.exit(code);
		exitCode = code;
		if (told?.() === false) process.exit(code);
		controller.abort(reason);
	};
	for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop(name, EXIT_CODES[name]));

	return {
		listen(onFirst) {
			controller ??= new AbortController();
			told = onFirst;
			return controller.signal;
		},
		get exitCode() {
			return exitCode;
		},
		outputClosed() {
			if (exitCode === undefined) stop("SIGPIPE", 0);
		},
	};
}
