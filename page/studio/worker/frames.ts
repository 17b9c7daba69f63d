/** Collects what a run says into frames, at most ten a second, so that the page is never behind. */
import type { TrainEvent } from "../../../src/training/run/events.ts";
import type { Line, LogName } from "../../../studio/wire.ts";
import type { Frame, News } from "./messages.ts";

const EVERY_MS = 100;

export class Frames {
	readonly #say: (news: News, transfer?: Transferable[]) => void;
	#frame: Frame = empty();
	#sent = 0;
	/** True if something came since the last frame. */
	#news = false;

	constructor(say: (news: News, transfer?: Transferable[]) => void) {
		this.#say = say;
	}

	step(event: Extract<TrainEvent, { type: "step" }>): void {
		const { step, totalSteps, progress, etaSeconds, clippedShare, gradNorm, lr, elapsedSeconds } = event;
		const text = "lossNats" in event;
		const loss = text ? event.lossSmoothNats : event.lossSmooth;
		const perSecond = text ? event.tokensPerSecond : event.sequencesPerSecond;
		Object.assign(this.#frame, { step, totalSteps, progress, etaSeconds, clippedShare, gradNorm, lr, loss, perSecond });
		this.#frame.seconds = elapsedSeconds;
		this.#due();
	}

	/** A reservoir is driven and its readout is found: updates so far, of those that come. */
	fit({ what, done, total }: Extract<TrainEvent, { type: "fit" }>): void {
		if (what === "drive")
			Object.assign(this.#frame, { step: Math.floor(done), totalSteps: total, progress: done / total });
		this.#due();
	}

	line(log: LogName, line: Line): void {
		this.#frame[log].push(line);
		this.#due();
	}

	spectrum(spectrum: Frame["spectra"][number] | undefined): void {
		if (spectrum) this.#frame.spectra.push(spectrum);
		this.#due();
	}

	/** Sends what is left. */
	flush(): void {
		if (!this.#news) return;
		this.#news = false;
		this.#sent = performance.now();
		this.#say(
			this.#frame,
			this.#frame.spectra.flatMap(({ re, im }) => [re.buffer, im.buffer]),
		);
		this.#frame = { ...this.#frame, metrics: [], records: [], samples: [], spectra: [] };
	}

	#due(): void {
		this.#news = true;
		if (performance.now() - this.#sent >= EVERY_MS) this.flush();
	}
}

const empty = (): Frame => ({
	...{ type: "frame", step: 0, totalSteps: null, progress: 0, etaSeconds: null, loss: null, perSecond: null },
	...{ seconds: 0, clippedShare: null, gradNorm: null, lr: null, metrics: [], records: [], samples: [], spectra: [] },
});
