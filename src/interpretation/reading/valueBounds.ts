/** Which values have bounds, as the scales of colours and the informative spread need it. */
import type { ModelSpec, OwnSpec } from "../../cells/layout.ts";
import type { OwnCell } from "../../cells/own/compile.ts";

/** "gate": from 0 to 1. "bounded": from -1 to 1. "open": anything. */
export type Bounds = "gate" | "bounded" | "open";

/** How a value of a cell that Sluice brings is bounded, by its name, such as l0.gate.f. */
export function boundedBy(name: string, { cell, variant }: Exclude<ModelSpec, OwnSpec>): Bounds {
	if (/\.gate\.[^gn]$/.test(name)) return "gate";
	if (/\.c$/.test(name)) return "open";
	if (cell !== "rnn" || variant === "tanh") return "bounded";
	return variant === "sigmoid" ? "gate" : "open";
}

/** How a line or a state of a cell given by equations is bounded: what stays from 0 to 1 is a gate, whatever it is called. */
export function boundsOfLine(name: string, { bounds }: Pick<OwnCell, "bounds">): Bounds {
	const [low, high] = bounds.get(name) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
	if (low >= 0 && high <= 1) return "gate";
	return low >= -1 && high <= 1 ? "bounded" : "open";
}
