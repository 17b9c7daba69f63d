/** Where an exported page has what a server answers: one file for each request that only reads. */
import type { RunDetail } from "../wire.ts";

/** File of an exported page that lists all its files, by which a later export knows an earlier one. */
export const EXPORTED_LIST = "exported.json";

export interface ExportedList {
	/** Always "exported page". */
	sluice: "exported page";
	/** Version of the package, and of all files together: the first 16 hex digits of a digest of the list. */
	version: string;
	edition: string;
	/** SHA-256 of each file by its path. */
	files: Record<string, string>;
}

const RUN = /^\/api\/runs\/([0-9a-f]{16})(?:\/(lines|weights|symbols|reservoir|sequence))?$/;
const LOG = /^(metrics|records|samples)$/;
const PART = /^(train|valid|test)$/;

export const RUNS_FILE = "api/runs.json";
export const CSV_FILE = "api/runs.csv";
const fileOf = (id: string, rest: string) => `api/runs/${id}${rest}`;
export const runFile = (id: string) => fileOf(id, ".json");
export const logFile = (id: string, log: string) => fileOf(id, `/${log}.json`);
export const symbolsFile = (id: string, part: string) => fileOf(id, `/${part}.i32`);
export const sequenceFile = (id: string, part: string) => fileOf(id, `/sequence-${part}.safetensors`);
/** Weights of a network, or the network of an echo state network on a task or a series. */
export const updateFile = (id: string, what: "weights" | "reservoir", update: number) =>
	fileOf(id, `/${what}-${update}.safetensors`);

/**
 * File that answers a GET, such as "/api/runs/0123456789abcdef/lines?log=metrics"; undefined if an exported page has none.
 * @param published what the page has of the run that the address names
 */
export function exportedFile(address: string, published?: RunDetail["published"]): string | undefined {
	const { pathname, searchParams: query } = new URL(address, "http://localhost");
	if (pathname === "/api/runs") return RUNS_FILE;
	if (pathname === "/api/runs.csv") return CSV_FILE;
	const [, id, what] = RUN.exec(pathname) ?? [];
	if (id === undefined) return undefined;
	if (what === undefined) return runFile(id);
	const asked = (key: string) => query.get(key) ?? "";
	const [log, part, checkpoint] = [asked("log"), asked("part"), asked("checkpoint")];
	if (what === "lines") return LOG.test(log) && !query.has("from") ? logFile(id, log) : undefined;
	if (what === "symbols") return PART.test(part) && published?.sample === null ? symbolsFile(id, part) : undefined;
	if (what === "sequence")
		return published?.echo?.parts.some((one) => one === part) ? sequenceFile(id, part) : undefined;
	const { best, last } = (what === "weights" ? published?.weights : published?.echo) ?? {};
	const update = checkpoint === "best" ? best : checkpoint === "last" ? last : Number(checkpoint);
	if (update === undefined || (update !== best && update !== last)) return undefined;
	return updateFile(id, what as "weights", update);
}
