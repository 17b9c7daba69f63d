/**
 * What a process writes when another rank of its job has ended. A launcher that sees a rank die ends the others within a
 * second, so the command line composes this before it is needed, and the addon writes it (native/mpi/ranks.c).
 */
import type { SluiceError } from "../../../errors/index.ts";

/** Returns all that is written to standard error for an E_RANK_LOST; "" if this process leaves it to another. */
export type Compose = (lost: SluiceError) => string;

let compose: Compose = () => "";

/** Sets what this process writes. Default: nothing, as for a program, which catches the error. */
export function setLastWords(own: Compose): void {
	compose = own;
}

export const lastWords: Compose = (lost) => compose(lost);

const spoken = new WeakSet<object>();

/** Notes that the words of this error are written. */
export function noteSpoken(lost: SluiceError): SluiceError {
	spoken.add(lost);
	return lost;
}

/** Whether the words of this error are written already. */
export const isSpoken = (error: unknown): boolean => typeof error === "object" && error !== null && spoken.has(error);
