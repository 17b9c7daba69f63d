/** The process and the library from the command line's point of view. Tests pass in their own. */

export type Library = typeof import("../src/index.ts");

/** A stream to write on; a terminal has columns and rows. */
export interface Out {
	/** Writes; false asks the caller to wait for "drain". */
	write(text: string): unknown;
	once?(event: "drain", listener: () => void): unknown;
	isTTY?: boolean;
	columns?: number;
	rows?: number;
	/** Current columns and rows; `columns` may lag behind a resize. */
	getWindowSize?(): [number, number];
	on?(event: "resize", listener: () => void): unknown;
	off?(event: "resize", listener: () => void): unknown;
}

/** The process: streams, environment, clock and exit. */
export interface Io {
	stdout: Out;
	stderr: Out;
	/** Standard input: whether it is a terminal, and its text as it comes. */
	stdin: { isTTY?: boolean } & AsyncIterable<string>;
	env: Readonly<Record<string, string | undefined>>;
	cwd: string;
	/** How the user calls the program: "sluice", or "npx sluice". Default: sluice. */
	command?: string;
	/** Milliseconds from an arbitrary fixed moment. */
	now(): number;
	/** Calls `restore` if the process ends before the returned function is called. */
	atExit(restore: () => void): () => void;
	stop: Stop;
	/** Number of this process among those that an MPI launcher started. Default: 0. Only rank 0 prints. */
	rank?: number;
	/** The public surface, loaded on first need. */
	library(): Promise<Library>;
}

/**
 * Signal handling: the first signal requests a stop, the second ends the process at once. A verb that does not listen
 * ends at the first.
 */
export interface Stop {
	/**
	 * Starts listening. The returned signal aborts with the signal's name as its reason. `onFirst` is called first; if
	 * it returns false there is nothing to save, and the process ends at once.
	 */
	listen(onFirst?: () => boolean): AbortSignal;
	/** 130 or 143 after a signal; 0 after standard output was closed by its reader. */
	readonly exitCode: number | undefined;
}
