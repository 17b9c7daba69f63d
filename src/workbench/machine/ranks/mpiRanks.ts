/**
 * The ranks of a training that MPI started. The addon (native/mpi) is built where mpicc is found, and loaded only in a
 * process that a launcher started with others.
 */
import { createRequire } from "node:module";
import { availableParallelism, hostname } from "node:os";
import { fail } from "../../../errors/index.ts";
import type { RankPlace } from "../../../errors/ranks.ts";
import { gatherTexts } from "../../../training/ranks/collectives.ts";
import type { Ranks } from "../../../training/ranks/ranks.ts";
import { packageFile } from "../packageFile.ts";
import { lastWords, noteSpoken } from "./lastWords.ts";
import { launched } from "./launchedRank.ts";

/** Exports of prebuilds/<platform>-<arch>/sluice-mpi.node; see native/mpi/ranks.c. */
interface Addon {
	init(): [rank: number, size: number] | undefined;
	watch(pids: Int32Array, listen: boolean): void;
	words(text: Uint8Array, ends: Int32Array): void;
	spoke(): boolean;
	abandon(): void;
	exchange(send: Uint8Array | undefined, to: number, receive: Uint8Array | undefined, from: number): number;
}

/** The ranks of this job. */
export interface JobRanks extends Ranks {
	/** The other ranks are in the middle of a call: this process must end without waiting for them. */
	abandon(): void;
	/**
	 * Names the run that is trained, for the message if a rank is lost. Default: none yet.
	 * @param fixed whether only the same number of ranks can continue it.
	 */
	name(run?: string, fixed?: boolean): void;
}

let opened: JobRanks | undefined;

/**
 * Returns the ranks of this job; undefined if this process runs alone. All ranks must call it.
 * @param place where process numbers are those of this process, as disk/owner.ts has it.
 * @throws E_RANKS if the addon is missing, does not load, or belongs to another MPI.
 */
export function openRanks(place: string): JobRanks | undefined {
	const told = launched();
	if (!told) return undefined;
	if (opened) {
		opened.name();
		return opened;
	}
	const addon = loadMpi();
	const [rank, size] = addon.init() ?? [0, 0];
	if (size !== told.size) throw fail("E_RANKS", { why: "otherMpi", launched: told.size, found: size });
	const places: RankPlace[] = [];
	let named: { run?: string; fixed?: boolean } = {};
	const lostRank = (of: number) => fail("E_RANK_LOST", { lost: places[of], ranks: size, ...named });
	const ranks: JobRanks = {
		...{ rank, size },
		abandon: () => addon.abandon(),
		place: (of) => places[of] ?? { rank: of, host: "", pid: 0 },
		exchange(send, to, receive, from) {
			const code = addon.exchange(send, to, receive, from);
			if (code === 0) return;
			const lost = lostRank(code - 1);
			throw addon.spoke() ? noteSpoken(lost) : lost;
		},
		name(run, fixed) {
			named = { run, fixed };
			const words = places.map(({ rank: of }) => Buffer.from(of === rank ? "" : lastWords(lostRank(of))));
			let end = 0;
			const ends = words.map(({ length }) => (end += length));
			addon.words(Buffer.concat(words), Int32Array.from(ends));
		},
	};
	const own = { host: hostname(), pid: process.pid, place };
	const all = gatherTexts(ranks, JSON.stringify(own)).map((text) => JSON.parse(text) as typeof own);
	places.push(...all.map(({ host, pid }, of) => ({ rank: of, host, pid })));
	const here = all.map((one, of) => (one.place === place && of !== rank ? one.pid : 0));
	ranks.name();
	addon.watch(Int32Array.from(here), true);
	opened = ranks;
	return ranks;
}

/** Threads of each rank's engine: the cores of this machine, shared by its ranks. undefined if this process runs alone. */
export function threadsOfRank(): number | undefined {
	const told = launched();
	return told && Math.max(1, Math.floor(Math.min(64, availableParallelism()) / told.here));
}

/**
 * Settings of Open MPI and its libraries, unless the user chose them: shared memory and TCP, which need no memory hooks.
 * UCX tests its hooks when it is loaded, by sbrk(page) and sbrk(-page). Where V8's code lies right above the heap, the first
 * fails and the second takes a page of the heap away: about one start of Node in 200 crashed.
 */
const SETTINGS = { OMPI_MCA_pml: "ob1", OMPI_MCA_memory: "^patcher", UCX_MEM_EVENTS: "n" } as const;

/** @throws E_RANKS. */
function loadMpi(): Addon {
	const path = packageFile("prebuilds", `${process.platform}-${process.arch}`, "sluice-mpi.node");
	if (path === undefined) throw fail("E_RANKS", { why: "noAddon" });
	if (process.env.OMPI_MCA_pml === undefined)
		for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;
	try {
		return createRequire(import.meta.url)(path) as Addon;
	} catch (error) {
		const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
		throw fail("E_RANKS", { why: "unloadable", message }, { cause: error });
	}
}
