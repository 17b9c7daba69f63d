/**
 * The command line in a process that an MPI launcher started with others: rank 0 is the one that its user sees. The others
 * take part in a training without a word, and end at once in any other command, which rank 0 alone runs.
 */
import { SluiceError } from "../src/errors/index.ts";
import type { RankPlace } from "../src/errors/ranks.ts";
import type { Io } from "./io.ts";

/** Verbs in which all ranks take part. */
const SHARED: readonly string[] = ["train", "resume"];

/** Whether this process has nothing to do for a verb, because rank 0 does it. */
export function leftToRankZero(verb: string, { rank = 0 }: Io): boolean {
	return rank > 0 && !SHARED.includes(verb);
}

/** The process as a rank sees it: the output of all but rank 0 goes nowhere. */
export function ofRank(io: Io): Io {
	if (!io.rank) return io;
	const nowhere = { write: () => true };
	return Object.create(io, { stdout: { value: nowhere }, stderr: { value: nowhere } }) as Io;
}

/** Whether this rank reports an error: rank 0 does, and a rank that knows what rank 0 cannot say. */
export function reports(error: unknown, { rank = 0 }: Io): boolean {
	if (rank === 0) return true;
	if (!(error instanceof SluiceError)) return false;
	const { lost, place } = error.params as { lost?: RankPlace; place?: RankPlace };
	if (error.code === "E_RANK_LOST") return rank === 1 && lost?.rank === 0;
	return error.code === "E_RANK_FAILED" && place?.rank === rank;
}
