/** The two charts over the updates of a run: losses, and the norm of the gradient with the limit that clips it. */
import type { Brush } from "../../kit/canvas.ts";
import { type Chart, createChart } from "../../kit/chart.ts";
import type { Figure, FigureTable } from "../../kit/figure.ts";
import { count, fixed, loss, small } from "../../kit/numbers.ts";
import { say } from "../words/words.ts";
import { newestOf } from "./columns.ts";
import { forked } from "./fork.ts";
import type { LiveRun } from "./liveRun.ts";
import { isStored, stored } from "./storedRun.ts";
import { together } from "./together.ts";

/** What both charts draw: the run, its fork, and the stored run under them. */
function drawn({ columns, choice }: LiveRun) {
	const old = isStored(choice) ? stored.get()?.run.columns : undefined;
	return together(columns, choice ? forked.get()?.run.columns : undefined, old);
}

/** Number of places up to the newest of the run or its fork: the stored run under them may go on. */
function reachOf(run: LiveRun): number {
	const [step] = drawn(run);
	const newest = Math.max(run.columns.step.at(-1) ?? -1, (run.choice && forked.get()?.run.columns.step.at(-1)) || -1);
	return step.findLastIndex((one) => one <= newest) + 1;
}

/** The values of a run at one of the drawn updates. */
function valuesAt(run: LiveRun, at: number): string {
	const [step, own] = drawn(run);
	const facts = {
		loss: loss(own("train")[at]),
		valid: loss(own("valid")[at]),
		norm: small(own("gradNorm")[at] ?? Number.NaN),
	};
	return say("figure.at", { step: count(step[at]!), ...facts });
}

/** Decimals that a step of an axis needs: 2 for 0.25. */
function decimalsOf(step: number): number {
	let decimals = 0;
	while (decimals < 12 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-9) decimals++;
	return decimals;
}

export class LossChart implements Figure {
	readonly #run: LiveRun;
	readonly #chart: Chart;

	constructor(box: HTMLElement, run: LiveRun) {
		this.#run = run;
		this.#chart = createChart(box, {
			lines: [
				{ label: say("panel.stored"), colour: "--ghost", width: 3 },
				{ label: say("panel.train"), colour: "--loss" },
				{ label: say("panel.valid"), colour: "--valid", width: 2.2, dots: true },
				{ label: say("panel.train"), colour: "--loss", dash: [5, 4] },
				{ label: say("panel.valid"), colour: "--valid", width: 2.2, dash: [5, 4] },
			],
			height: 250,
			format: (value, step) => fixed(value, decimalsOf(step)),
			read: (at) => valuesAt(run, at),
			...{ marks: () => run.marks, reach: () => reachOf(run) },
			summary: () => this.summary(),
		});
		this.update();
	}

	update(): void {
		const [step, own, second, old] = drawn(this.#run);
		this.#chart.set([step, old("train"), own("train"), own("valid"), second("train"), second("valid")]);
	}

	summary(): string {
		const { step, train, valid } = this.#run.columns;
		if (step.length === 0) return say("figure.empty");
		return say("figure.loss", { steps: step.at(-1)!, train: loss(newestOf(train)), valid: loss(newestOf(valid)) });
	}

	table(): FigureTable {
		const { step, train, valid } = this.#run.columns;
		return {
			head: ["update", "training", "validation"],
			rows: step.map((x, n) => [x, train[n] ?? "", valid[n] ?? ""]),
		};
	}

	draw(brush: Brush): Promise<void> {
		return this.#chart.draw(brush);
	}

	close(): void {
		this.#chart.close();
	}
}

export class NormChart implements Figure {
	readonly #run: LiveRun;
	readonly #chart: Chart;

	constructor(box: HTMLElement, run: LiveRun) {
		this.#run = run;
		const limit = () => {
			const at = Number(run.numbers.get().facts?.options.clipNorm ?? 0);
			return at > 0 ? at : null;
		};
		this.#chart = createChart(box, {
			lines: [
				{ label: say("panel.stored"), colour: "--ghost", width: 3 },
				{ label: say("panel.norm"), colour: "--gradient" },
				{ label: say("panel.norm"), colour: "--gradient", dash: [5, 4] },
			],
			...{ height: 130, logarithmic: true, limit, read: (at: number) => valuesAt(run, at) },
			...{ format: small, marks: () => run.marks, reach: () => reachOf(run), summary: () => this.summary() },
		});
		this.update();
	}

	update(): void {
		const [step, own, second, old] = drawn(this.#run);
		const norms = (column: (number | null)[]) => column.map((value) => (value === 0 ? null : value)); // no logarithm
		this.#chart.set([step, norms(old("gradNorm")), norms(own("gradNorm")), norms(second("gradNorm"))]);
	}

	summary(): string {
		const { step, gradNorm } = this.#run.columns;
		if (step.length === 0) return say("figure.empty");
		return say("figure.norm", { steps: step.at(-1)!, norm: small(newestOf(gradNorm) ?? Number.NaN) });
	}

	table(): FigureTable {
		const { step, gradNorm, clipped } = this.#run.columns;
		const rows = step.map((x, n) => [x, gradNorm[n] ?? "", clipped[n] ?? ""]);
		return { head: ["update", "norm", "clipped"], rows };
	}

	draw(brush: Brush): Promise<void> {
		return this.#chart.draw(brush);
	}

	close(): void {
		this.#chart.close();
	}
}
