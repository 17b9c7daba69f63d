/** Displays a training run in progress: receives its events, draws a block or a line. */
import type { TrainEvent } from "../../src/index.ts";
import type { Translate } from "../messages/catalogue.ts";
import type { Paint } from "./colour.ts";
import { escapeLine } from "./escape.ts";
import { type EventOf, errorShareOf, lossOf, lossWords, smoothOf, speedWords } from "./losses.ts";
import { bytes, clock, count, percent, small } from "./numbers.ts";
import { Progress } from "./progress.ts";
import { bar, History, sparkline } from "./sparkline.ts";
import type { View } from "./view.ts";
import { clip, pad, width } from "./width.ts";

export class TrainProgress implements View {
	readonly #t: Translate;
	readonly #paint: Paint;
	readonly #history = new History();
	#phase: { name: string; progress: Progress } | undefined;
	#start: EventOf<"start"> | undefined;
	#step: EventOf<"step"> | undefined;
	#valid: EventOf<"valid"> | undefined;
	#best: EventOf<"valid"> | undefined;
	#record: EventOf<"record"> | undefined;
	#sample = "";

	constructor(t: Translate, paint: Paint) {
		this.#t = t;
		this.#paint = paint;
	}

	/** The run's start event; undefined before it. */
	get start(): EventOf<"start"> | undefined {
		return this.#start;
	}

	take(event: TrainEvent, nowMs: number): void {
		switch (event.type) {
			case "data": {
				const label = `${this.#t(`phase.${event.phase}`)} ${escapeLine(event.name)}`;
				this.#advance(label, bytes, event.doneBytes, event.totalBytes, nowMs);
				break;
			}
			case "start":
				this.#phase = undefined;
				this.#start = event;
				break;
			case "step":
				this.#step = event;
				this.#history.push(lossOf(event));
				break;
			case "valid":
				this.#valid = event;
				if (event.best) this.#best = event;
				break;
			case "record":
				this.#record = event;
				break;
			case "sample":
				this.#sample = escapeLine(event.text.slice(0, 500));
				break;
			case "fit":
				this.#advance(
					this.#t(`phase.${event.what}`),
					(value) => count(Math.floor(value)),
					event.done,
					event.total,
					nowMs,
				);
				break;
			case "finish":
				this.#advance(this.#t("phase.evaluate"), count, event.doneSymbols, event.totalSymbols, nowMs);
				break;
			case "done":
				this.#phase = undefined;
				if (this.#step && event.result.ended === "budget") this.#step = { ...this.#step, progress: 1, etaSeconds: 0 };
				break;
		}
	}

	#advance(name: string, amount: (value: number) => string, done: number, total: number, nowMs: number): void {
		if (this.#phase?.name !== name) {
			this.#phase = { name, progress: new Progress(this.#t, name, amount, nowMs, done) };
		}
		this.#phase.progress.set(done, total, nowMs);
	}

	block(cells: number): string[] {
		if (!this.#start) return this.#phase?.progress.block(cells) ?? [this.#t("phase.prepare")];
		if (this.#start.options.cell === "esn" && "task" in this.#start) {
			return [this.#heading(cells), this.#phase?.progress.block(cells)[0] ?? this.#t("phase.prepare")];
		}
		const lines = [this.#heading(cells), this.#lossLine(cells), ...this.#measures(cells)];
		const said = "task" in this.#start ? "live.answers" : "live.writes";
		if (this.#sample) lines.push(this.#labelled(said, clip(this.#sample, Math.max(8, cells - 14))));
		lines.push(this.#phase ? this.#phase.progress.block(cells)[0]! : this.#progressLine(cells));
		return lines;
	}

	line(): string {
		if (this.#phase) return this.#phase.progress.line();
		const step = this.#step;
		if (!step) return this.#t("phase.prepare");
		const t = this.#t;
		const [nats, bits] = lossWords(smoothOf(step), this.#start, t);
		const facts = [
			this.#where(step),
			`${t("live.train")} ${nats}${bits ? ` (${bits})` : ""}`,
			speedWords(step, t),
			...this.#gradient(step),
			t("live.lr", { value: small(step.lr) }),
			t("live.left", { time: clock(step.etaSeconds) }),
		];
		return `${percent(step.progress)}  ${facts.join(", ")}`;
	}

	#heading(cells: number): string {
		const { run, build, threads, parameters } = this.#start!;
		const t = this.#t;
		const facts = [
			this.#paint.bold(escapeLine(run)),
			build,
			t("live.threads", { count: threads }),
			t("live.parameters", { count: count(parameters) }),
		];
		return fit(facts, cells, " · ");
	}

	#lossLine(cells: number): string {
		const { values } = this.#history;
		if (values.length === 0) return this.#labelled("live.loss", "");
		const range = ` ${Math.max(...values).toFixed(2)} → ${values.at(-1)!.toFixed(2)}`;
		const room = Math.min(60, cells - LABEL_CELLS - width(range));
		return this.#labelled("live.loss", this.#paint.cyan(sparkline(values, room)) + range);
	}

	#measures(cells: number): string[] {
		const t = this.#t;
		const step = this.#step;
		const train = step ? this.#both(smoothOf(step)) : "";
		const facts = step
			? [
					...this.#gradient(step),
					t("live.lr", { value: small(step.lr) }),
					"epoch" in step ? t("live.epoch", { value: Math.floor(step.epoch) + 1 }) : "",
				]
			: [];
		const speed = step ? speedWords(step, t) : "";
		return [
			this.#labelled("live.train", fit([train, speed, ...facts].filter(Boolean), cells - LABEL_CELLS, "  ")),
			this.#labelled("live.valid", fit(this.#validFacts(), cells - LABEL_CELLS, "  ")),
		];
	}

	/** Reach of the gradient in each layer, and how often it was clipped recently. */
	#gradient(step: EventOf<"step">): string[] {
		const t = this.#t;
		const record = this.#record;
		const clipped = t("live.clipped", { share: percent(record?.step ? record.clippedShare : step.clippedShare) });
		if (!record) return [clipped];
		const { reach, lags } = record;
		const told = (steps: number | null) => (steps === null ? `>${lags}` : String(steps));
		const ordered = reach.toSorted((a, b) => (a ?? lags + 1) - (b ?? lags + 1));
		const ends = [ordered[0] ?? null, ordered.at(-1) ?? null];
		const steps = reach.length <= 4 ? reach.map(told).join("/") : ends.map(told).join("…");
		return [t("live.reach", { steps }), clipped];
	}

	#validFacts(): string[] {
		const valid = this.#valid;
		if (!valid) return [this.#paint.dim(this.#t("live.noValid"))];
		const t = this.#t;
		const best = this.#best;
		const share = errorShareOf(valid, this.#start);
		const wrong = share === undefined ? "" : t("live.wrong", { share: percent(share) });
		const mark =
			best === valid
				? this.#paint.green(`★ ${t("live.best")}`)
				: best
					? this.#paint.dim(t("live.bestWas", { value: lossWords(lossOf(best), this.#start, t)[0], step: best.step }))
					: "";
		return [wrong, this.#both(lossOf(valid)), this.#pairs(valid), mark, this.#baseline()].filter(Boolean);
	}

	/** Pairs that the validation read: the closing one reads more. */
	#pairs(valid: EventOf<"valid">): string {
		const ofPairs = "task" in this.#start! && this.#start.pairs && "sequences" in valid;
		return ofPairs ? this.#t("live.pairs", { count: valid.sequences }) : "";
	}

	/** Loss of the baseline that ignores the input. */
	#baseline(): string {
		const start = this.#start!;
		if (!("task" in start) || start.baseline === null) return "";
		const [value] = lossWords(start.baseline, start, this.#t);
		return this.#paint.dim(this.#t("live.baseline", { value }));
	}

	#progressLine(cells: number): string {
		const step = this.#step;
		const t = this.#t;
		const facts = step
			? [
					percent(step.progress),
					t("live.left", { time: clock(step.etaSeconds) }),
					t("live.elapsed", { time: clock(step.elapsedSeconds) }),
					this.#where(step),
				]
			: [percent(0)];
		const told = fit(facts, cells - 12, "  ");
		const room = Math.min(40, cells - width(told) - 2);
		return room >= 8 ? `${bar(step?.progress ?? 0, room)}  ${told}` : told;
	}

	#where({ step, totalSteps }: EventOf<"step">): string {
		return totalSteps === null ? this.#t("live.step", { step }) : this.#t("live.stepOf", { step, total: totalSteps });
	}

	#labelled(key: "live.loss" | "live.train" | "live.valid" | "live.writes" | "live.answers", text: string): string {
		return this.#paint.dim(pad(this.#t(key), LABEL_CELLS)) + text;
	}

	#both(value: number): string {
		return lossWords(value, this.#start, this.#t).join("  ");
	}
}

const LABEL_CELLS = 12;

/** As many of `parts`, from the first, as fit into `cells`. */
function fit(parts: readonly string[], cells: number, between: string): string {
	let line = parts[0] ?? "";
	for (const part of parts.slice(1)) {
		if (width(line) + width(between) + width(part) > cells) break;
		line += between + part;
	}
	return line;
}
