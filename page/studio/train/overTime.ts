/** The two charts over the updates of a run: losses, and the norm of the gradient with the limit that clips it. */
import { type Chart, createChart } from "../../kit/chart.ts";
import type { Figure, FigureTable } from "../../kit/figure.ts";
import { loss, small } from "../../kit/numbers.ts";
import { address } from "../shell/location.ts";
import { say } from "../words/words.ts";
import { newestOf } from "./columns.ts";
import { forked } from "./fork.ts";
import type { LiveRun } from "./liveRun.ts";
import { isStored, stored } from "./storedRun.ts";
import { together } from "./together.ts";

export class LossChart implements Figure {
	readonly #run: LiveRun;
	readonly #chart: Chart;

	constructor(box: HTMLElement, run: LiveRun) {
		this.#run = run;
		this.#chart = createChart(box, {
			lines: [
				{ label: say("panel.stored"), colour: "--ghost", width: 4 },
				{ label: say("panel.train"), colour: "--loss" },
				{ label: say("panel.valid"), colour: "--valid", width: 2.2, dots: true },
				{ label: say("panel.train"), colour: "--loss", dash: [5, 4] },
				{ label: say("panel.valid"), colour: "--valid", width: 2.2, dash: [5, 4] },
			],
			height: 250,
			format: (value, step) => value.toFixed(Math.max(0, Math.ceil(-Math.log10(step)))),
			marks: () => run.marks,
			summary: () => this.summary(),
		});
		this.update();
	}

	update(): void {
		const { columns } = this.#run;
		const fork = forked.get();
		const ghost = isStored(address.get().choice) ? stored.get()?.run.columns : undefined;
		const [step, own, second, old] = together(columns, fork?.run.columns, ghost);
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
			...{ lines: [{ label: say("panel.norm"), colour: "--gradient" }], height: 130, logarithmic: true, limit },
			...{ format: small, marks: () => run.marks, summary: () => this.summary() },
		});
		this.update();
	}

	update(): void {
		const { step, gradNorm } = this.#run.columns;
		this.#chart.set([step, gradNorm.map((value) => (value === 0 ? null : value))]);
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

	close(): void {
		this.#chart.close();
	}
}
