/** The command that prints the eigenvalues of a run on the machine. */
import type { LiveRun } from "./liveRun.ts";

/** On a text it prints all of them, on other data their radius. */
export function spectrumCommand(run: LiveRun, step: number): string {
	const { facts } = run.numbers.get();
	const top = Number(facts?.options.layers ?? 1) - 1;
	const shown = facts?.onText ? ` --dial layer=${top}` : "";
	return `npx sluice diagnose ${run.serverName ?? "RUN"} --checkpoint ${step}${shown} --engine wasm-plain`;
}
