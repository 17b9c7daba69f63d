/** The loss of a run in words: nats and bits for a text; for a task, the unit that the start event names. */
import type { LossUnit, TrainEvent } from "../../src/index.ts";
import type { Translate } from "../messages/catalogue.ts";
import { bitsOf, count, loss, small } from "./numbers.ts";

export type EventOf<T extends TrainEvent["type"]> = Extract<TrainEvent, { type: T }>;
type Start = EventOf<"start"> | undefined;

export function lossOf(event: EventOf<"step"> | EventOf<"valid">): number {
	return "lossNats" in event ? event.lossNats : event.loss;
}

export function smoothOf(event: EventOf<"step">): number {
	return "lossNats" in event ? event.lossSmoothNats : event.lossSmooth;
}

/** "0.1234 nats", "0.0321 squared error" */
export function inUnit(value: number | null, unit: LossUnit, t: Translate): string {
	return t(unit === "nats" ? "live.nats" : "live.squared", { value: loss(value) });
}

/**
 * The loss of a run that began with `start`; for a text, in nats and in bits; for a series with one target, as root mean
 * squared error in the column's units.
 */
export function lossWords(value: number, start: Start, t: Translate): [first: string, second?: string] {
	if (start && "task" in start) {
		const { series, lossUnit } = start;
		const rmseUnit = series?.rmseUnit;
		return [rmseUnit ? t("live.rmse", { value: small(rmseUnit * Math.sqrt(value)) }) : inUnit(value, lossUnit, t)];
	}
	return [t("live.nats", { value: loss(value) }), t("live.bits", { value: loss(bitsOf(value)) })];
}

/** The error rate of a validation, unless the run is on a series or on pairs, where it says little. */
export function errorShareOf(event: EventOf<"valid">, start: Start): number | undefined {
	const byLoss = start && "task" in start && (start.series || start.pairs);
	return "errorShare" in event && !byLoss ? event.errorShare : undefined;
}

export function speedWords(event: EventOf<"step">, t: Translate): string {
	if ("lossNats" in event) return t("live.speed", { value: count(event.tokensPerSecond) });
	return t("live.speedTask", { value: count(event.sequencesPerSecond) });
}
