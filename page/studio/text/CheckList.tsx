/** The checks of a claim, failed ones first, with what would make them hold. */
import { CHECKS, type CheckName, type Checks } from "../../../src/interpretation/claims/claimChecks.ts";
import { sayText } from "./textWords.ts";

/** Failed, passed, not measured. */
const ORDER = [false, true, null] as const;
const SIGNS = new Map<boolean | null, string>([
	[false, "✗"],
	[true, "✓"],
	[null, "–"],
]);
const WORDS = new Map<boolean | null, "check.failed" | "check.passed" | "check.unmeasured">([
	[false, "check.failed"],
	[true, "check.passed"],
	[null, "check.unmeasured"],
]);

interface CheckListCall {
	checks: Checks;
	advice?: boolean;
	measured?: boolean;
}

/**
 * @param advice whether to say what would make a failed check hold
 * @param measured false: a card says so, and nothing was measured here, so that no sign is coloured
 */
export function CheckList({ checks, advice = true, measured = true }: CheckListCall) {
	const sorted = ORDER.flatMap((passed) => CHECKS.filter((name) => checks[name] === passed));
	return (
		<ul className={measured ? "claim-checks" : "claim-checks unmeasured"}>
			{sorted.map((name) => (
				<Check key={name} name={name} passed={checks[name]} advice={advice && measured} />
			))}
		</ul>
	);
}

function Check({ name, passed, advice }: { name: CheckName; passed: boolean | null; advice: boolean }) {
	return (
		<li className={passed === null ? "quiet" : undefined}>
			<span aria-hidden="true" className={passed === false ? "bad" : "sign"}>
				{SIGNS.get(passed)}
			</span>{" "}
			<span className="unseen">{sayText(WORDS.get(passed)!)}</span> {sayText(`check.${name}`)}
			{passed === null && ` (${sayText("check.unmeasured")})`}
			{passed === false && (
				<p>
					{sayText(`fault.${name}`)} {advice && <span className="quiet">{sayText(`advice.${name}`)}</span>}
				</p>
			)}
		</li>
	);
}
