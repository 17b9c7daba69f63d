/** Work that is repeated while somebody reads the stream of events, and no longer. */

interface Repeated {
	/** Readers of the stream. */
	readers(): number;
	everyMs: number;
	work(): void;
}

export class WhileRead {
	readonly #repeated: Repeated;
	#timer: NodeJS.Timeout | undefined;

	constructor(repeated: Repeated) {
		this.#repeated = repeated;
	}

	get running(): boolean {
		return this.#timer !== undefined;
	}

	/** Works now and again until nobody reads any more. Does nothing while it does. */
	start(): void {
		if (this.running) return;
		this.#repeated.work();
		this.#next();
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#next(): void {
		const { readers, everyMs, work } = this.#repeated;
		this.#timer = setTimeout(() => {
			if (readers() === 0) this.#timer = undefined;
			else {
				work();
				this.#next();
			}
		}, everyMs).unref();
	}
}
