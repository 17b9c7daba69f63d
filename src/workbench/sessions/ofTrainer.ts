/** What every trainee that back-propagates reads off its trainer: texts' (textTrainee.ts) and tasks' (taskTrainee.ts). */
import type { TaskTrainer } from "../../training/taskTrainer.ts";
import type { Trainer } from "../../training/trainer.ts";

export abstract class OfTrainer<T extends Trainer | TaskTrainer> {
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

	snapshot() {
		return this.trainer.snapshot();
	}
}
