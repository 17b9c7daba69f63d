/** The part that text subjects and task subjects share: accessors of their trainer. */
import type { Lead } from "./ranks/orders.ts";
import type { Snapshot } from "./snapshot.ts";
import type { TaskTrainer } from "./task/taskTrainer.ts";
import type { Trainer } from "./trainer.ts";
import type { Divergence } from "./updates/guard.ts";

export abstract class TrainerSubject<T extends Trainer | TaskTrainer> {
	readonly trainer: T;
	readonly engine: T["engine"];
	readonly options: T["options"];
	/** Sends orders to the other ranks, if this process leads some. */
	lead?: Lead;

	constructor(trainer: T) {
		this.trainer = trainer;
		this.engine = trainer.engine;
		this.options = trainer.options;
	}

	get weights() {
		return this.trainer.weights;
	}

	/** The weights that evaluations and samples read: the mean over updates with `average`, else `weights`. */
	get evaluated() {
		return this.trainer.updates.averaged;
	}

	get averagedUpdates(): number {
		return this.trainer.updates.averagedUpdates;
	}

	get learned() {
		return this.trainer.weights.flat;
	}

	get gradients() {
		return this.trainer.gradients;
	}

	get parameters(): number {
		return this.trainer.parameters;
	}

	/** Updates made. */
	get step(): number {
		return this.trainer.step;
	}

	get clippedShare(): number {
		return this.trainer.clippedShare;
	}

	findDivergence(): Divergence | undefined {
		const own = () => this.trainer.findDivergence();
		return this.lead ? this.lead.together("findDivergence", own) : own();
	}

	finish(): Divergence | undefined {
		const own = () => this.trainer.finish();
		return this.lead ? this.lead.together("finish", own) : own();
	}

	observe(observer: Parameters<T["observe"]>[0]): void {
		this.trainer.observe(observer);
	}

	snapshot(): Snapshot {
		const own = () => this.trainer.snapshot();
		return this.lead ? this.lead.together("snapshot", own) : own();
	}

	async update(share: number, rate = 1): Promise<Awaited<ReturnType<T["update"]>>> {
		type Report = Awaited<ReturnType<T["update"]>>;
		const own = () => this.trainer.update(share, rate) as Report | Promise<Report>;
		return this.lead ? this.lead.update(share, rate, own) : own();
	}

	async restore(snapshot: Snapshot): Promise<void> {
		this.lead?.restore(snapshot);
		await this.trainer.restore(snapshot);
	}
}
