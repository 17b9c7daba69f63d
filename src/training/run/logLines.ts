/** The lines of a run's logs, and what of them the clock decides. */
import type { Json } from "../json.ts";

/** A line as it is written. */
export type StepLine = { step: number; [key: string]: Json };
/** A line as it is read, which may be anyone's. */
export type LogLine = { [key: string]: Json };

/** Fields that tell the time, and so differ between a run and the same run killed and resumed. All others are equal. */
export const CLOCK_FIELDS = ["at", "seconds", "tokensPerSecond", "sequencesPerSecond"] as const;

/** The line without what the clock decides: what two equal runs have in common. */
export function withoutClock(line: LogLine): LogLine {
	return Object.fromEntries(Object.entries(line).filter(([key]) => !(CLOCK_FIELDS as readonly string[]).includes(key)));
}
