/** One run of a watched folder as a line of a table. It is read again only as far as its files have changed. */
import { basename, join, sep } from "node:path";
import { fail, SluiceError } from "../../../errors/index.ts";
import type { LossUnit } from "../../../training/task/lossUnit.ts";
import { titleOf } from "../../datasets/dataSpec.ts";
import { type Disk, inside, onDisk, realDisk } from "../../disk/disk.ts";
import { newestStep } from "../../runs/checkpoints.ts";
import { type Parent, parseConfig, type RunConfig } from "../../runs/config.ts";
import { folderSize } from "../../runs/listRuns.ts";
import { metricNumber } from "../../runs/logs.ts";
import { modelFacts } from "../../runs/overview.ts";
import { isLinked } from "../../runs/runNames.ts";
import { openRun, type RunState, readRunState } from "../../runs/runStore.ts";
import { readTags } from "../../runs/tags.ts";
import { LogTail, linesIn } from "./logTail.ts";
import { LossSpark } from "./lossSpark.ts";

export interface RunCard {
	/** Name of the run. */
	name: string;
	/** State of the run. */
	state: RunState;
	/** Model, such as "lstm 2x512"; absent if the run's files are damaged. */
	model?: string;
	/** Text, task, series or labelled sequences that it was trained on, without folders. */
	data: string;
	/** Kind of the data. */
	kind: "text" | "task" | "series" | "labels" | "pairs";
	/** Number of trained parameters. */
	parameters?: number;
	/** Last step in the metrics or of a checkpoint. */
	step: number;
	/** Lowest loss of the validations, in `lossUnit`, and its step; null if none was measured. */
	best: { step: number; loss: number } | null;
	/** Exponentially smoothed loss of the last line; null before the first. */
	last: number | null;
	/** Unit of the losses. */
	lossUnit: LossUnit;
	/** Size of the folder. */
	bytes: number;
	/** Time of the last change, in milliseconds since 1970. */
	changedMs: number;
	/** In the order in which they were added. */
	tags: string[];
	/** Lowest and highest loss of equal stretches of the log, at most 128 pairs. */
	spark: number[];
	/** The run that it was forked from, the update, and the options that were changed. */
	parent?: Parent;
	/** What is wrong with the run's files. */
	damage?: string;
}

/** A card, and sizes and times of the files that it was read from, by their names. */
export interface KeptCard {
	stamps: Readonly<Record<string, string>>;
	card: RunCard;
}

/** Files and folders whose size or time tells that something has changed. */
const STAMPED = ["config.json", "status.json", "tags.json", "metrics.jsonl", "checkpoints", "lock"] as const;
type Stamped = (typeof STAMPED)[number];

export class RunCardReader {
	card: RunCard;
	readonly #runs: string;
	readonly #folder: string;
	readonly #disk: Disk;
	readonly #anyDisk: Disk;
	#stamps: Partial<Record<Stamped, string>> = {};
	readonly #tail: LogTail;
	/** Time of the newest of these files. */
	#changedMs = 0;
	#spark = new LossSpark();
	#logged = { step: 0, lines: 0, best: null as RunCard["best"] };

	/** A card of an earlier program, until the first look has compared its stamps. */
	#kept: KeptCard | undefined;

	/** @param kept card that an earlier program has read, which counts as long as no file has changed since */
	constructor(runs: string, name: string, disk: Disk = realDisk, kept?: KeptCard) {
		this.#kept = kept;
		this.#runs = runs;
		this.#folder = join(runs, name);
		this.#anyDisk = disk;
		this.#disk = inside(disk, this.#folder);
		this.#tail = new LogTail(join(this.#folder, "metrics.jsonl"), this.#disk);
		this.card = {
			...{ name, state: "interrupted", data: "", kind: "text", step: 0, best: null, last: null },
			...{ lossUnit: "nats", bytes: 0, changedMs: 0, tags: [], spark: [] },
		};
	}

	/** Reads what has changed since the last time. Returns whether anything of the card has. */
	look(): boolean {
		const before = this.card;
		try {
			if (isLinked(this.#folder, this.#anyDisk)) throw fail("E_LINK", { path: this.#folder, why: "run" });
			const changed = this.#changed();
			if (this.#takeKept()) return true;
			if (changed.size === 0 && before.damage !== undefined) return false;
			const { damage: _, ...known } = before;
			const card: RunCard = { ...known };
			if (changed.has("config.json")) Object.assign(card, this.#configFacts());
			if (changed.has("tags.json")) card.tags = readTags(this.#folder, this.#disk);
			if (changed.has("metrics.jsonl")) this.#readMetrics();
			// A running process may have died without a change of any file.
			if (card.state === "running" || changed.size > 0) card.state = readRunState(this.#folder, this.#disk);
			if (changed.size > 0) {
				card.bytes = folderSize(this.#anyDisk, this.#folder);
				card.step = Math.max(this.#logged.step, newestStep(this.#folder, this.#disk));
				card.best = this.#logged.best;
				card.changedMs = this.#changedMs;
				[card.spark, card.last] = [this.#spark.pairs, this.#spark.smooth];
			}
			this.card = card;
			return changed.size > 0 || card.state !== before.state;
		} catch (error) {
			if (!(error instanceof SluiceError)) throw error;
			if (error.code.startsWith("E_DISK")) this.#stamps = {}; // it may work the next time
			const damage = error.message.replaceAll(`${this.#runs}${sep}`, "");
			this.card = { ...before, state: "interrupted", damage };
			return before.damage !== damage;
		}
	}

	/** Sizes and times of the files that the card was read from. */
	get stamps(): Readonly<Record<string, string>> {
		return this.#stamps;
	}

	/** Takes the kept card at the first look if every file is as it was. A log that grows later is read from its start. */
	#takeKept(): boolean {
		const kept = this.#kept;
		this.#kept = undefined;
		if (!kept || STAMPED.some((name) => kept.stamps[name] !== this.#stamps[name])) return false;
		this.card = kept.card;
		return true;
	}

	/** The files that have changed. */
	#changed(): Set<Stamped> {
		const changed = new Set<Stamped>();
		this.#changedMs = 0;
		for (const name of STAMPED) {
			const path = join(this.#folder, name);
			const info = onDisk("read", path, () => this.#disk.stat(path));
			const stamp = info ? `${info.sizeBytes} ${info.changedMs}` : "";
			this.#changedMs = Math.max(this.#changedMs, info?.changedMs ?? 0);
			if (this.#stamps[name] === stamp) continue;
			this.#stamps[name] = stamp;
			changed.add(name);
		}
		return changed;
	}

	#configFacts(): Pick<RunCard, "data" | "kind"> & Partial<RunCard> {
		const { config } = openRun(this.#folder, this.#folder, { validate: parseConfig });
		const { model, parameters, lossUnit, damage, parent } = modelFacts(this.#folder);
		return {
			...{ data: dataTitle(config), kind: dataKind(config) },
			...(model !== undefined && { model }),
			...(parameters !== undefined && { parameters }),
			...(lossUnit !== undefined && { lossUnit }),
			...(damage !== undefined && { damage }),
			...(parent !== undefined && { parent }),
		};
	}

	#readMetrics(): void {
		for (;;) {
			const { bytes, again } = this.#tail.read();
			if (again) {
				this.#spark = new LossSpark();
				this.#logged = { step: 0, lines: 0, best: null };
			}
			if (bytes.length === 0) return;
			for (const line of linesIn(bytes)) this.#take(line);
		}
	}

	/** Only numbers are taken from a line, so it need not be read as strictly as one that is passed on. */
	#take(line: Uint8Array): void {
		this.#logged.lines++;
		let value: unknown;
		try {
			value = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.length).toString());
		} catch (error) {
			throw fail("E_LOG_DAMAGED", { path: this.#tail.path, line: this.#logged.lines }, { cause: error });
		}
		const { step, lossNats, loss, validLossNats, validLoss } = (value ?? {}) as Record<string, never>;
		if (typeof step !== "number") return;
		this.#logged.step = Math.max(this.#logged.step, step);
		const trained = metricNumber(lossNats ?? loss);
		if (trained !== undefined) this.#spark.add(trained);
		const valid = metricNumber(validLossNats ?? validLoss);
		if (valid !== undefined && valid < (this.#logged.best?.loss ?? Number.POSITIVE_INFINITY))
			this.#logged.best = { step, loss: valid };
	}
}

function dataKind({ data }: RunConfig): RunCard["kind"] {
	if (data?.kind === "series") return "series";
	if (data?.kind === "labelled") return "labels";
	if (data?.kind === "pairs") return "pairs";
	return data ? "task" : "text";
}

function dataTitle(config: RunConfig): string {
	if (config.data) return titleOf(config.data);
	return config.texts.map((path) => basename(path)).join(", ") || basename(config.imported?.file ?? "");
}
