/** A study while it runs: progress, the best setting so far, each running trial with its losses, and the workers. */
import type { StudyShown, StudyTrialRow } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { clock, loss, percent } from "../../../display/numbers.ts";
import { bar, sparkline } from "../../../display/sparkline.ts";
import type { View } from "../../../display/view.ts";
import { pad, width } from "../../../display/width.ts";
import { settingsText, shortId } from "./words.ts";

/** Running trials and workers that are shown. */
const MOST_TRIALS = 8;
const MOST_WORKERS = 4;
const SPARK_CELLS = 24;

export class StudyView implements View {
	readonly #t: Context["t"];
	readonly #err: Context["err"];
	readonly #shown: StudyShown;

	constructor({ t, err }: Pick<Context, "t" | "err">, shown: StudyShown) {
		this.#t = t;
		this.#err = err;
		this.#shown = shown;
	}

	block(cells: number): string[] {
		const { trials } = this.#shown;
		const running = trials.filter(({ state }) => state === "running").slice(0, MOST_TRIALS);
		return [this.#heading(cells), ...this.#best(), ...this.#running(running), ...this.#workers()];
	}

	line(): string {
		return [this.#facts(), ...this.#best()].join("  ");
	}

	#facts(): string {
		const { study, counts, etaSeconds, trials } = this.#shown;
		const done = counts.done + counts.diverged + counts.parked;
		const parts = [this.#t("study.progress", { study: escapeLine(study), done, total: trials.length })];
		if (counts.parked > 0) parts.push(this.#t("study.parkedCount", { count: counts.parked }));
		if (etaSeconds !== null) parts.push(this.#t("live.left", { time: clock(etaSeconds) }));
		return parts.join("  ");
	}

	#heading(cells: number): string {
		const { counts, trials } = this.#shown;
		const facts = this.#facts();
		const room = Math.min(40, cells - width(facts) - 2);
		const done = counts.done + counts.diverged + counts.parked;
		const part =
			trials.reduce((sum, { progress }) => sum + (progress?.progress ?? 0), done) / Math.max(1, trials.length);
		return room >= 8 ? `${this.#err.bold(facts)}  ${bar(part, room)}` : facts;
	}

	#best(): string[] {
		const { best } = this.#shown;
		if (!best || best.mean === null) return [];
		return [this.#t("study.bestSoFar", { settings: escapeLine(settingsText(best.settings)), value: loss(best.mean) })];
	}

	#running(running: readonly StudyTrialRow[]): string[] {
		const names = running.map(({ settings, seed }) => `${settingsText(settings)} ${this.#t("study.seed", { seed })}`);
		const wide = Math.min(48, Math.max(0, ...names.map(width)));
		return running.map(({ id, progress }, n) => {
			const spark = sparkline(progress?.losses ?? [], SPARK_CELLS);
			const last = progress?.losses.at(-1);
			const share = percent(progress?.progress ?? 0);
			const value = last === undefined ? "" : loss(last);
			const name = pad(escapeLine(names[n]!), wide);
			return `  ${this.#err.dim(shortId(id))}  ${name}  ${pad(spark, SPARK_CELLS)}  ${pad(value, 8, true)}  ${pad(share, 4, true)}`;
		});
	}

	#workers(): string[] {
		const { workers } = this.#shown;
		const shown = workers.slice(0, MOST_WORKERS).map(({ host, pid, trials, slots, ageSeconds, silentSeconds }) => {
			const facts = {
				host: escapeLine(host),
				pid,
				busy: trials.length,
				slots,
				age: clock(ageSeconds),
				silent: Math.round(silentSeconds ?? 0),
			};
			return this.#err.dim(`  ${this.#t("study.worker", facts)}`);
		});
		const more = workers.length - shown.length;
		return [...shown, ...(more > 0 ? [this.#err.dim(`  ${this.#t("study.moreWorkers", { count: more })}`)] : [])];
	}
}
