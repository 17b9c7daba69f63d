/** What an MPI launcher says in the environment of the processes that it starts: Open MPI, and MPICH with its kin. */

export interface Launched {
	/** Number of this process, 0 to size - 1. */
	rank: number;
	/** Number of processes. */
	size: number;
	/** How many of them run on this machine. */
	here: number;
}

/** Rank, size and size on this machine, by launcher. */
const NAMES = [
	["OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE"],
	["PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS"],
] as const;

/** Returns this process's place among those that a launcher started; undefined if it runs alone. */
export function launched(env: Readonly<Record<string, string | undefined>> = process.env): Launched | undefined {
	for (const names of NAMES) {
		const [rank, size, here] = names.map((name) => Number(env[name] ?? Number.NaN)) as [number, number, number];
		const told = Number.isInteger(rank) && Number.isInteger(size) && rank >= 0 && rank < size;
		if (told && size > 1) return { rank, size, here: here >= 1 ? here : 1 };
	}
	return undefined;
}
