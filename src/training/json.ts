/** JSON as a type: what a snapshot's state, a line of a log and a job's request are made of. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function isRecord(value: Json | undefined): value is { [key: string]: Json } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
