/** What was drawn and never trained: the reservoir of an echo state network, its leak and its spectral radius. */
import { shortNumber } from "../../../src/views/diagrams/look.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { sayCell } from "./cellWords.ts";

export function ReservoirLine({ facts: { echo, reservoir } }: { facts: ModelFacts }) {
	if (!echo && !reservoir) return null;
	const radius = shortNumber((echo ?? reservoir)!.spectralRadius);
	const words = echo
		? sayCell("reservoir", { radius, leak: shortNumber(echo.gain), effective: shortNumber(echo.effectiveRadius) })
		: sayCell("reservoir.text", { radius });
	return <p className="reservoir quiet numbers">{words}</p>;
}
