/** What was drawn and never trained: the reservoir of an echo state network, its leak and its spectral radius. */
import { short } from "../../kit/numbers.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { sayCell } from "./cellWords.ts";

export function ReservoirLine({ facts: { echo, reservoir } }: { facts: ModelFacts }) {
	if (!echo && !reservoir) return null;
	const radius = short((echo ?? reservoir)!.spectralRadius);
	const words = echo
		? sayCell("reservoir", { radius, leak: short(echo.gain), effective: short(echo.effectiveRadius) })
		: sayCell("reservoir.text", { radius });
	return <p className="reservoir quiet numbers">{words}</p>;
}
