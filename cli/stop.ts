/** Signals of the process: the first asks the running work to save and stop, the second ends the process at once. */
import { REVEAL } from "./display/escape.ts";
import type { Stop } from "./io.ts";

const NAMES = ["SIGINT", "SIGTERM"] as const;
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
		if (process.stderr.isTTY) process.stderr.write(REVEAL);
		setImmediate(stopListening); // those that have already come are still heard
		controller.abort(reason);
	};
	const listeners = NAMES.map((name) => [name, () => stop(name, EXIT_CODES[name])] as const);
	for (const [name, listener] of listeners) process.on(name, listener);

	/** From now on the system itself ends the process at a signal, even during a save or a call of the engine. */
	const stopListening = () => {
		for (const [name, listener] of listeners) process.off(name, listener);
	};

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
