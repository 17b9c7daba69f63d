/** Lines of a run's logs, and their fields that depend on the clock. */
import type { Json } from "../json.ts";

/** A line to write. */
export type StepLine = { step: number; [key: string]: Json };
/** A line that was read and is not validated. */
export type LogLine = { [key: string]: Json };

/** Fields that depend on the clock. All others are equal if the same run is killed and resumed. */
export const CLOCK_FIELDS = ["at", "seconds", "tokensPerSecond", "sequencesPerSecond", "shares"] as const;

/** Returns the line without the fields that depend on the clock. */
export function withoutClock(line: LogLine): LogLine {
	return Object.fromEntries(Object.entries(line).filter(([key]) => !(CLOCK_FIELDS as readonly string[]).includes(key)));
}
