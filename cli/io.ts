/** The process and the library as the command line sees them; tests hand in their own. */

export type Library = typeof import("../src/index.ts");

/** A stream to write on; a terminal has columns and rows. */
export interface Out {
	/** False asks the writer to wait for "drain". */
	write(text: string): unknown;
	once?(event: "drain", listener: () => void): unknown;
	isTTY?: boolean;
	columns?: number;
	rows?: number;
	/** Columns and rows as they are now; `columns` may lag behind a resize. */
	getWindowSize?(): [number, number];
	on?(event: "resize", listener: () => void): unknown;
	off?(event: "resize", listener: () => void): unknown;
}

/** What a process has: streams, an environment, a clock, an end. */
export interface Io {
	stdout: Out;
	stderr: Out;
	env: Readonly<Record<string, string | undefined>>;
	cwd: string;
	/** Milliseconds from any fixed moment. */
	now(): number;
	/** Calls `restore` if the process ends before the returned function is called. */
	atExit(restore: () => void): () => void;
	stop: Stop;
	/** The public surface, loaded on first need. */
	library(): Promise<Library>;
}

/** The first signal asks, the second ends the process at once; a verb that does not listen ends at the first. */
export interface Stop {
	/**
	 * Listens: aborted with the signal's name as the reason. `onFirst` is called then; when it returns false there is
	 * nothing to save, and the process ends at once.
	 */
	listen(onFirst?: () => boolean): AbortSignal;
	/** 130 or 143 after a signal; 0 after standard output was closed by its reader. */
	readonly exitCode: number | undefined;
}
