/** The figures of a claim, and what they were measured on. */

import type { Claim } from "../../../src/interpretation/claims/claim.ts";
import { fixed, signed } from "../../kit/numbers.ts";
import { sayInstrument } from "../instrument/instrumentWords.ts";
import { qOf } from "./numbersOfText.ts";
import { sayText } from "./textWords.ts";

const count = (n: number) => n.toLocaleString("en");
const three = (value: number) => fixed(value, 3);
/** An interval; one without bounds is null in a card. */
const interval = (low: number | null, high: number | null) =>
	low === null || high === null ? "" : ` [${signed(low)}, ${signed(high)}]`;

/** What a degree has besides; null for a pattern that holds or not. */
function degreeOf({ correlation, correlationCi, aucChance }: NonNullable<Claim["evidence"]["search"]>) {
	if (correlation === undefined || !correlationCi) return null;
	const [rLow, rHigh] = correlationCi.map(three) as [string, string];
	return { r: three(correlation), rLow, rHigh, aucChance: aucChance === undefined ? "–" : three(aucChance) };
}

export function ClaimEvidence({ claim: { evidence, weightsSha256, textSha256, symbols, part } }: { claim: Claim }) {
	const { search, held } = evidence;
	const degree = search && degreeOf(search);
	return (
		<>
			{search && (
				<p className="numbers">
					{sayText(degree ? "claim.searchDegree" : "claim.search", {
						...degree,
						...{ auc: three(search.auc), low: three(search.ci[0]), high: three(search.ci[1]) },
						...{ from: count(search.chosen), to: count(symbols - 1), part: sayInstrument(`part.${part}`) },
						...{ chance: three(search.chance), q: qOf(search.q), units: search.units, rival: three(search.rival.auc) },
						...{
							f1: fixed(search.f1, 2),
							name: sayText(search.rival.name === "position" ? "rival.position" : "rival.symbol"),
						},
					})}
				</p>
			)}
			{held && (
				<p className="numbers">
					{sayText("claim.held", {
						value: Number(held.heldAt.toPrecision(4)),
						inside: signed(held.change.inside!.mean) + interval(held.change.inside!.low, held.change.inside!.high),
						outside: signed(held.change.outside!.mean) + interval(held.change.outside!.low, held.change.outside!.high),
						difference:
							signed(held.change.difference!.mean) +
							interval(held.change.difference!.low, held.change.difference!.high),
						...{ rank: held.rank, of: held.others + 1, others: held.others },
					})}
				</p>
			)}
			{part === "train" && <p>{sayText("claim.trained")}</p>}
			{search && <p className="quiet">{sayText("claim.tests")}</p>}
			<p className="quiet numbers">
				{sayText("claim.digests", {
					...{
						weights: weightsSha256.slice(0, 8),
						text: textSha256.slice(0, 8),
						symbols: symbols.toLocaleString("en"),
					},
				})}
			</p>
		</>
	);
}
