/** Compares the lines of metrics that a replay computes with those that the run logged. */
import { CLOCK_FIELDS, type StepLine } from "../run/logLines.ts";
import type { History } from "./runHistory.ts";

export interface Agreement {
	/** Number of logged lines that were computed again. */
	lines: number;
	/** First of them that differs; null if none does. */
	differs: { update: number; field: string; got: unknown; logged: unknown } | null;
}

export class LoggedLines {
	readonly #history: History;
	/** What was found at each update whose line was logged. */
	readonly #found = new Map<number, Agreement["differs"]>();

	constructor(history: History) {
		this.#history = history;
	}

	/** Takes a line that the replay would write. */
	metric(line: StepLine): void {
		const logged = this.#history.line(line.step);
		if (!logged) return;
		const differing = Object.keys(line).find((field) => !isTimed(field) && !Object.is(line[field], logged[field]));
		this.#found.set(
			line.step,
			differing === undefined
				? null
				: { update: line.step, field: differing, got: line[differing], logged: logged[differing] },
		);
	}

	agreement(): Agreement {
		const differing = [...this.#found.values()].filter((found) => found !== null);
		const first = differing.toSorted((a, b) => a.update - b.update)[0];
		return { lines: this.#found.size, differs: first ?? null };
	}
}

function isTimed(field: string): boolean {
	return (CLOCK_FIELDS as readonly string[]).includes(field);
}
