/** The part that text subjects and task subjects share: accessors of their trainer. */
import type { TaskTrainer } from "./task/taskTrainer.ts";
import type { Trainer } from "./trainer.ts";

export abstract class TrainerSubject<T extends Trainer | TaskTrainer> {
	readonly trainer: T;
	readonly engine: T["engine"];
	readonly options: T["options"];

	constructor(trainer: T) {
		this.trainer = trainer;
		this.engine = trainer.engine;
		this.options = trainer.options;
	}

	get weights() {
		return this.trainer.weights;
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

	findDivergence() {
		return this.trainer.findDivergence();
	}

	observe(observer: Parameters<T["observe"]>[0]): void {
		this.trainer.observe(observer);
	}

	snapshot() {
		return this.trainer.snapshot();
	}
}
