/** What was drawn and never trained: the reservoir of an echo state network, its leak and its spectral radius. */
import { short } from "../../kit/numbers.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { sayCell } from "./cellWords.ts";

export function ReservoirLine({ facts: { echo, reservoir } }: { facts: ModelFacts }) {
	const drawn = echo ?? reservoir;
	if (!drawn) return null;
	const radius = short(drawn.spectralRadius);
	const leaks = echo && (echo.gain !== 1 || echo.effectiveRadius !== echo.spectralRadius);
	const words = leaks
		? sayCell("reservoir", { radius, leak: short(echo.gain), effective: short(echo.effectiveRadius) })
		: sayCell(echo ? "reservoir.noLeak" : "reservoir.text", { radius });
	return <p className="reservoir quiet numbers">{words}</p>;
}
