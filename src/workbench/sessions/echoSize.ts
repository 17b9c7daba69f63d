/** Whether an echo state network fits: its arrays into this machine's memory, its checkpoint into a file that Node reads. */
import { totalmem } from "node:os";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { EchoOptions } from "../../training/echo/echoOptions.ts";

/** Largest file that is read in one piece. */
const FILE_BYTES = 2 ** 31 - 1;

/**
 * N units, M inputs of the readout, K = M + V: W and R are kept, [N,N] and [M,K] in float64; a solution copies R, and the
 * engine has a W of its own.
 * @throws E_MEMORY with the bytes it would take, before anything is drawn.
 */
export function checkEchoSize(
	{ hidden: N }: Pick<EchoOptions, "hidden">,
	{ inputs: D, outputs: V }: Pick<Task, "inputs" | "outputs">,
	memoryBytes = totalmem(),
): void {
	const M = N + D + 1;
	const r = 8 * (M + 64) * (M + V);
	const kept = 8 * N * (N + D + V) + r;
	const refuse = (bytes: number, has: number, checkpoint: boolean) =>
		fail("E_MEMORY", { need: "reservoir", units: N, bytes, has, checkpoint });
	if (kept > FILE_BYTES) throw refuse(kept, FILE_BYTES, true);
	const held = kept + r + 8 * N * N;
	if (held > memoryBytes) throw refuse(held, memoryBytes, false);
}
