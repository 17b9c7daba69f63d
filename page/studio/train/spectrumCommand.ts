/** The command that prints the eigenvalues of a run on the machine. */
import type { LiveRun } from "./liveRun.ts";

export function spectrumCommand(run: LiveRun, step: number): string {
	const top = Number(run.numbers.get().facts?.options.layers ?? 1) - 1;
	return `npx sluice diagnose ${run.serverName ?? "RUN"} --checkpoint ${step} --dial layer=${top} --engine wasm-plain`;
}
