/**
 * Starts `sluice` on several ranks of this machine. Where there is no mpirun, or no addon (`npm run build:mpi`), tests that
 * need them are skipped and the run's last line names them; with SLUICE_NEED_MPI=1 they fail.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");
const BIN = join(ROOT, "dist/cli/bin.js");
const addon = join(ROOT, "prebuilds", `${process.platform}-${process.arch}`, "sluice-mpi.node");
const missing =
	spawnSync("mpirun", ["--version"]).status !== 0 ? "no mpirun" : existsSync(addon) ? undefined : "no MPI addon";

/** Whether jobs can be started here. */
export const hasMpi = missing === undefined;
if (missing && process.env.SLUICE_NEED_MPI === "1") throw new Error(`tests of ranks: ${missing}`);

export interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

export interface JobOptions {
	/** Program instead of this checkout's command line. */
	bin?: string;
	/** What the command begins with up to the program, for more than one rank. Default: mpirun on this machine. */
	mpirun?: readonly string[];
	/** A variable of the environment of rank 1 alone, as NAME=VALUE. */
	onRank1?: string;
	/** Called once every rank has begun, with the number of each rank's process. */
	onStart?(pids: number[]): void;
}

let jobs = 0;

/** Runs `sluice ARGS` on `ranks` ranks; on 1 without a launcher. */
export function sluice(
	ranks: number,
	args: readonly string[],
	{ bin = BIN, mpirun, onRank1, onStart }: JobOptions = {},
): Promise<Ended> {
	const mark = `${process.pid}-${jobs++}`;
	const program = [process.execPath, bin, ...args];
	const shell = ["sh", "-c", `[ "$OMPI_COMM_WORLD_RANK" = 1 ] && export ${onRank1}; exec "$@"`, "sh"];
	const here = ["mpirun", "--oversubscribe", "--mca", "btl", "self,sm", "-n", String(ranks)];
	const job = [...(mpirun ?? here), ...(onRank1 ? shell : []), ...program];
	const [command, ...words] = ranks === 1 ? program : job;
	const env = {
		...process.env,
		SLUICE_TEST_JOB: mark,
		OMPI_ALLOW_RUN_AS_ROOT: "1",
		OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1",
	};
	const child = spawn(command!, words, { env });
	const out = { stdout: "", stderr: "" };
	child.stdout.on("data", (data) => (out.stdout += data));
	child.stderr.on("data", (data) => (out.stderr += data));
	const look =
		onStart &&
		setInterval(() => {
			const pids = ranks === 1 ? [child.pid] : Array.from({ length: ranks }, (_, rank) => processOf(mark, rank));
			if (pids.includes(undefined)) return;
			clearInterval(look);
			onStart(pids as number[]);
		}, 20);
	return new Promise((resolve) => {
		child.on("close", (code) => {
			clearInterval(look);
			resolve({ code, ...out });
		});
	});
}

/** Number of the process that is a rank of a job; undefined if it has not begun. */
function processOf(mark: string, rank: number): number | undefined {
	const wanted = [`SLUICE_TEST_JOB=${mark}`, `OMPI_COMM_WORLD_RANK=${rank}`];
	const found = readdirSync("/proc").find((pid) => {
		if (!/^\d+$/.test(pid)) return false;
		try {
			const variables = readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
			return wanted.every((variable) => variables.includes(variable));
		} catch {
			return false; // it has ended, or belongs to another user
		}
	});
	return found === undefined ? undefined : Number(found);
}
