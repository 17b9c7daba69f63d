/** A run of the server as a LiveRun: its logs read once, then moved by the events of the stream. */
import type { EventName, Events, LogName, RunDetail, RunRow } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { newestOf } from "../train/columns.ts";
import { LiveRun } from "../train/liveRun.ts";
import type { Client } from "./client.ts";

const LOGS: readonly LogName[] = ["metrics", "records", "samples"];

export interface OpenState {
	phase: "loading" | "ready" | "failed";
	failure: unknown;
	sinceMs: number;
	detail: RunDetail | null;
	/** Lines of the metrics that the log holds and that are not shown, since they were thinned. */
	thinned: number;
}

type Reads = Pick<Client, "run" | "lines">;

export class ServerRun {
	readonly id: string;
	readonly run: LiveRun;
	readonly state;
	readonly #client: Reads;
	readonly #nowMs: () => number;
	/** Lines that come while the logs are read. */
	#waiting: Events["lines"][] | undefined;
	#reads = 0;
	/** Steps and times of the last news, for the speed. */
	#paces: { step: number; ms: number }[] = [];

	constructor(id: string, client: Reads, nowMs: () => number = Date.now, run = new LiveRun({ phase: "starting" })) {
		this.run = run;
		run.serverId = id;
		this.id = id;
		this.#client = client;
		this.#nowMs = nowMs;
		this.state = createStore<OpenState>({
			...{ phase: "loading", failure: null, sinceMs: nowMs(), detail: null, thinned: 0 },
		});
	}

	async load(): Promise<void> {
		const mine = ++this.#reads;
		this.#waiting = [];
		try {
			const [detail, ...logs] = await Promise.all([
				this.#client.run(this.id),
				...LOGS.map((log) => this.#client.lines(this.id, log)),
			]);
			if (mine !== this.#reads) return;
			for (const [n, log] of LOGS.entries()) this.run.lines(log, logs[n]!.lines);
			const waiting = this.#waiting ?? [];
			this.#waiting = undefined;
			const thinned = logs[0]!.of - logs[0]!.lines.length;
			this.state.set({ phase: "ready", failure: null, sinceMs: this.#nowMs(), detail, thinned });
			for (const { log, lines } of waiting) this.run.lines(log, lines);
			this.#detail(detail);
		} catch (failure) {
			if (mine !== this.#reads) return;
			this.#waiting = undefined;
			const phase = this.state.get().detail ? "ready" : "failed";
			this.state.set((was) => ({ ...was, phase, failure, sinceMs: this.#nowMs() }));
		}
	}

	take<E extends EventName>(event: E, data: Events[E]): void {
		if (event === "reset") void this.load();
		if (event === "run") this.#row(data as RunRow);
		if (event !== "lines") return;
		const news = data as Events["lines"];
		if (news.id !== this.id) return;
		if (this.#waiting) this.#waiting.push(news);
		else {
			this.run.lines(news.log, news.lines);
			this.#numbers();
		}
	}

	/** Puts what an answer says before the event does. */
	put(some: Partial<RunDetail>): void {
		this.state.set((was) => (was.detail ? { ...was, detail: { ...was.detail, ...some } } : was));
	}

	#row(row: RunRow): void {
		const { detail } = this.state.get();
		if (row.id !== this.id) return;
		if (!detail) {
			if (this.state.get().phase === "failed") void this.load(); // it was asked for before it was there
			return;
		}
		const before = detail.state;
		const next = { ...detail, ...row };
		if (before !== row.state) this.#paces = []; // a resumed run has another pace, and no time passed while it stood still
		this.state.set((was) => ({ ...was, detail: next }));
		this.#detail(next);
		// A resumed run writes its logs anew from a checkpoint; one that has ended has its last weights.
		if (before !== row.state) void this.load();
	}

	#detail(detail: RunDetail): void {
		const { parameters = 0, build, engine, threads, seed, weightsSha256, lossUnit, last } = detail;
		// a resumed run has another budget than its options say
		const options = { ...detail.options, steps: null, epochs: null, minutes: null, ...detail.budget };
		const { state, step } = detail;
		const facts = {
			onText: detail.kind === "text",
			onSeries: detail.kind === "series",
			onPairs: detail.kind === "pairs",
			byErrors: judgedByErrors(detail),
			parameters,
			engine: build || engine,
			threads,
			seed,
			options,
		};
		this.run.serverName = detail.name;
		const ended = state === "running" ? null : weightsSha256;
		this.run.put({ facts, lossUnit, loss: last, step, weightsSha256: ended });
		this.run.state(state);
		this.#numbers();
		this.run.changed();
	}

	#numbers(): void {
		const { columns, numbers } = this.run;
		const { phase, step: before, facts } = numbers.get();
		const step = Math.max(phase === "running" ? 0 : before, columns.step.at(-1) ?? 0);
		const budget = facts?.options.steps;
		const total = typeof budget === "number" && step <= budget ? budget : null; // resumed, and not yet known how far
		const [seconds, epoch] = [newestOf(columns.seconds), newestOf(columns.epoch)];
		const [minutes, epochs] = (["minutes", "epochs"] as const).map((name) => {
			const value = facts?.options[name];
			return typeof value === "number" && value > 0 ? value : null;
		}) as [number | null, number | null];
		const timed = minutes !== null && seconds !== null;
		const spent =
			total !== null
				? step / total
				: timed
					? seconds / (60 * minutes)
					: epochs !== null && epoch !== null
						? epoch / epochs
						: null;
		const secondsLeft = timed ? Math.max(0, 60 * minutes - seconds) : null;
		const shares = columns.clipped.filter((share) => share !== null);
		const clippedShare = shares.length > 0 ? shares.reduce((a, b) => a + b, 0) / shares.length : null;
		this.run.put({
			...{ step, totalSteps: total, clippedShare, gradNorm: newestOf(columns.gradNorm), lr: newestOf(columns.lr) },
			...(phase === "running" && { loss: smoothed(columns.train) }),
			...(seconds !== null && { seconds }),
			progress: Math.min(1, spent ?? 0),
			etaSeconds: phase !== "running" ? null : total !== null ? this.#left(step, total) : secondsLeft,
		});
	}

	/** Seconds left, by the pace of the last 30 s; null before there is one. */
	#left(step: number, total: number): number | null {
		const ms = this.#nowMs();
		this.#paces = [...this.#paces.filter((pace) => ms - pace.ms < 30_000 && pace.step <= step), { step, ms }];
		const first = this.#paces[0]!;
		if (ms - first.ms < 2000 || step <= first.step) return null;
		return ((total - step) * (ms - first.ms)) / (step - first.step) / 1000;
	}
}

/** Whether wrong sequences say how well a run does: not of a series, nor of a task whose answers are yes and no. */
const judgedByErrors = ({ kind, data }: RunDetail) =>
	kind === "labels" || (kind === "task" && !/^(brackets|music)/.test(data));

const KEPT = 0.9;

/** Exponentially smoothed loss of the last lines. */
function smoothed(train: readonly (number | null)[]): number | null {
	let [sum, weight] = [0, 0];
	for (const loss of train.slice(-100)) {
		if (loss === null || !Number.isFinite(loss)) continue;
		sum = KEPT * sum + (1 - KEPT) * loss;
		weight = KEPT * weight + (1 - KEPT);
	}
	return weight === 0 ? null : sum / weight;
}
