/** A remedy of `sluice compare` in the words of the page: one name for it, wherever it is shown. */

import { sayRemedies } from "./remediesWords.ts";
import type { ArmName } from "./remedyRules.ts";

/** Names of the command line that differ from those of the page's arms. */
const ARMS: Readonly<Record<string, ArmName>> = { "lstm+forget-bias": "forget", "lstm+chrono": "chrono" };
const KNOWN: Readonly<Record<string, true>> = {
	...{ none: true, truncation: true, orthogonal: true, identity: true, lstm: true, esn: true, gru: true },
};

/** @param remedy as the command line names it, such as omega:4 */
export function nameOfRemedy(remedy: string): string {
	const [name = "", number = ""] = remedy.split(":");
	if (name === "omega" || name === "clip") return sayRemedies(`arm.${name}`, { number });
	const arm = ARMS[name] ?? (KNOWN[name] ? (name as ArmName) : undefined);
	return arm === undefined ? remedy : sayRemedies(`arm.${arm as "none"}`);
}
