/** What can be done to a unit, and the verb of the command line that does it. */
import type { Act } from "../../../src/interpretation/proof/intervention.ts";

export const HOLD_KINDS = ["zero", "mean", "outside", "value", "factor"] as const;
/** How a unit is held unless the reader says otherwise: as a claim and `sluice cells ablate` hold it. */
export const defaultKind = (pattern: string): HoldKind => (pattern === "" ? "mean" : "outside");

export type HoldKind = (typeof HOLD_KINDS)[number];

export function actOf(kind: HoldKind, number: number): { act: Act; verb: string; flag: string } {
	if (kind === "value") return { act: { value: number }, verb: "cells clamp", flag: `--value ${number}` };
	if (kind === "factor") return { act: { factor: number }, verb: "cells scale", flag: `--value ${number}` };
	return { act: { to: kind }, verb: "cells ablate", flag: `--to ${kind}` };
}
