/** Checks whether an echo state network fits: its arrays into memory, its checkpoint into a file that Node can read. */
import { totalmem } from "node:os";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { EchoOptions } from "../../training/echo/echoOptions.ts";

/** Largest file that can be read in one piece, in bytes. */
const FILE_BYTES = 2 ** 31 - 1;

/**
 * N units, M readout inputs, K = M + V. W [N,N] and R [M,K] are kept in float64; solving copies R, and the engine has
 * its own W.
 * @throws E_MEMORY with the required bytes, before anything is drawn.
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
