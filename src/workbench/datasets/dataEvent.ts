/** What opening a dataset reports on the way. */

export interface DataEvent {
	type: "data";
	/** Fetching the data, or reading it through once. */
	phase: "download" | "scan";
	name: string;
	doneBytes: number;
	/** 0 when unknown. */
	totalBytes: number;
}
