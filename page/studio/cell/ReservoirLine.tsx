/** What was drawn and never trained: the reservoir of an echo state network, its leak and its spectral radius. */
import { shortNumber } from "../../../src/views/diagrams/look.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { sayCell } from "./cellWords.ts";

export function ReservoirLine({ facts: { echo, reservoir } }: { facts: ModelFacts }) {
	const drawn = echo ?? reservoir;
	if (!drawn) return null;
	const radius = shortNumber(drawn.spectralRadius);
	const leaks = echo && (echo.gain !== 1 || echo.effectiveRadius !== echo.spectralRadius);
	const words = leaks
		? sayCell("reservoir", { radius, leak: shortNumber(echo.gain), effective: shortNumber(echo.effectiveRadius) })
		: sayCell(echo ? "reservoir.noLeak" : "reservoir.text", { radius });
	return <p className="reservoir quiet numbers">{words}</p>;
}
