import { describe, expect, test } from "vitest";
import { EVENTS, START, step } from "../../test/cli/fakes.ts";
import type { Io } from "../io.ts";
import { english, messagesFor } from "../messages/index.ts";
import { paint } from "./colour.ts";
import { LiveBlock } from "./liveBlock.ts";
import { Progress } from "./progress.ts";
import { showOn } from "./show.ts";
import { TrainProgress } from "./trainProgress.ts";
import type { View } from "./view.ts";
import { loadWidths, width } from "./width.ts";

const PIECE = new RegExp(`${"\u001b"}\\[(\\d*)\\??\\d*[A-Za-z]|.`, "gsu");

/** What a terminal shows: carriage return, line feed, cursor up, and the two erasures, with wrapping at the edge. */
class Screen {
	rows: string[] = [""];
	cursorShown = true;
	wrapped = false;
	columns: number;
	#row = 0;
	#column = 0;

	constructor(columns: number) {
		this.columns = columns;
	}

	write(text: string): void {
		for (const [piece, up] of text.matchAll(PIECE)) {
			if (piece === "\n") {
				this.rows[++this.#row] ??= "";
				this.#column = 0;
			} else if (piece === "\r") this.#column = 0;
			else if (piece.endsWith("A") && piece.length > 1) this.#row -= Number(up);
			else if (piece === "\u001b[K") this.rows[this.#row] = this.rows[this.#row]!.slice(0, this.#column);
			else if (piece === "\u001b[J") {
				this.rows.length = this.#row + 1;
				this.rows[this.#row] = this.rows[this.#row]!.slice(0, this.#column);
			} else if (piece === "\u001b[?25l") this.cursorShown = false;
			else if (piece === "\u001b[?25h") this.cursorShown = true;
			else if (!piece.startsWith("\u001b")) this.#put(piece);
		}
		if (this.#row < 0) throw new Error("the cursor left the block");
	}

	#put(letter: string): void {
		if (this.#column >= this.columns) {
			this.wrapped = true;
			this.rows[++this.#row] ??= "";
			this.#column = 0;
		}
		const row = this.rows[this.#row]!;
		this.rows[this.#row] = row.slice(0, this.#column) + letter + row.slice(this.#column + 1);
		this.#column++;
	}

	/** Lines longer than the new width fold, as terminals that reflow do. */
	resize(columns: number): void {
		this.columns = columns;
		const folded = this.rows.flatMap((row) => {
			const pieces = row.match(new RegExp(`.{1,${columns}}`, "gu"));
			return pieces ?? [""];
		});
		this.rows = folded;
		this.#row = folded.length - 1;
		this.#column = folded.at(-1)!.length;
	}
}

function terminal(columns: number) {
	const screen = new Screen(columns);
	let now = 0;
	let ended = false;
	const io = {
		stderr: { write: (text: string) => screen.write(text), isTTY: true, getWindowSize: () => [screen.columns, 24] },
		env: {},
		now: () => (now += 1000),
		atExit: () => () => {
			ended = true;
		},
	} as unknown as Io;
	return { screen, io, wasReleased: () => ended };
}

const view = (...lines: string[]): View => ({
	block: (cells) => lines.map((line) => line.slice(0, cells)),
	line: () => "",
});

describe("the live block", () => {
	test("is redrawn in its own place, grows and shrinks, and what is said stays above it", () => {
		const { screen, io } = terminal(40);
		const block = new LiveBlock(io);
		block.update(view("one", "two", "three"));
		block.update(view("ONE", "TWO"));
		block.say("a notice");
		block.update(view("1", "2", "3", "4"));
		expect(screen.rows).toEqual(["a notice", "1", "2", "3", "4"]);
		expect(screen.cursorShown).toBe(false);
		block.end();
		expect(screen.rows).toEqual(["a notice", "1", "2", "3", "4", ""]);
		expect(screen.cursorShown).toBe(true);
	});

	test("can be wiped without a trace, and lets go of the process's end", () => {
		const { screen, io, wasReleased } = terminal(40);
		const block = new LiveBlock(io);
		block.update(view("one", "two"));
		block.end(true);
		expect(screen.rows).toEqual([""]);
		expect([screen.cursorShown, wasReleased()]).toEqual([true, true]);
	});

	test("leaves no ghost when the terminal narrows from 80 to 30, widens to 60 and narrows to 12", () => {
		const { screen, io } = terminal(80);
		const block = new LiveBlock(io);
		const lines = ["a".repeat(79), "b".repeat(50), "c".repeat(79)];
		block.update(view(...lines));
		for (const columns of [30, 60, 12]) {
			screen.resize(columns);
			block.update(view(...lines), true);
			const cells = columns - 1;
			expect(screen.rows).toEqual(lines.map((line) => line.slice(0, cells)));
		}
		expect(screen.wrapped).toBe(false);
	});

	test("is drawn at most once in 100 ms unless it must be", () => {
		const { screen, io } = terminal(40);
		let now = 0;
		const block = new LiveBlock({ ...io, now: () => now });
		block.update(view("first"));
		now = 99;
		block.update(view("second"));
		expect(screen.rows).toEqual(["first"]);
		block.update(view("third"), true);
		expect(screen.rows).toEqual(["third"]);
	});
});

describe("the view of a training", () => {
	test("no line is wider than the terminal, at ten widths from 10 to 120, in both languages, at every event", async () => {
		await loadWidths();
		for (const lang of ["en", "ko"] as const) {
			const training = new TrainProgress(await messagesFor(lang), paint(true));
			for (const event of EVENTS) {
				training.take(event.type === "sample" ? { ...event, text: "순환\n신경망".repeat(30) } : event, 0);
				for (const columns of [10, 13, 20, 33, 47, 60, 79, 80, 101, 120]) {
					const { screen, io } = terminal(columns);
					const block = new LiveBlock(io);
					block.update(training);
					expect(Math.max(...screen.rows.map(width)), `${lang} ${event.type} ${columns}`).toBeLessThan(columns);
				}
			}
		}
	});

	test("shows how far the gradient reaches in each layer, past the last lag as > and of many layers both ends, and how much was clipped of late", () => {
		const training = new TrainProgress(english, paint(false));
		const shown = (reach: (number | null)[], at = 10, cells = 110) => {
			training.take({ type: "record", step: at, reach, lags: 128, clippedShare: 0.75 }, 0);
			return training.block(cells)[2];
		};
		training.take(START, 0);
		training.take(step(3), 0);
		expect(shown([37], 10, 79)).toBe("training    1.3333 nats  1.9236 bits  81.9k symbols/s  reach 37  clipped 75%");
		expect(shown([4, null])).toContain("reach 4/>128  clipped 75%");
		expect(shown([40, null, 9, 12, 7])).toContain("reach 7…>128");
		expect(shown([3], 0)).toContain("reach 3  clipped 25%"); // nothing is known yet of the updates
		expect(training.line()).toContain("reach 3, clipped 25%");
	});

	test("shows losses in nats and bits, the best validation, speed, clipping, rate and time left", () => {
		const training = new TrainProgress(english, paint(false));
		training.take(START, 0);
		training.take(step(3), 0);
		training.take(
			{ type: "valid", step: 3, lossNats: 1.5, validatedSymbols: 2048, bitsPerSymbol: 2.164, best: true },
			0,
		);
		training.take(
			{ type: "valid", step: 5, lossNats: 1.75, validatedSymbols: 2048, bitsPerSymbol: 2.525, best: false },
			0,
		);
		training.take(step(6, 1), 0);
		expect(training.block(110)).toEqual([
			"book-lstm-3 · native avx2+fma · 2 threads · 37.5k parameters",
			"loss        █▁ 1.33 → 1.00",
			"training    1.0000 nats  1.4427 bits  81.9k symbols/s  clipped 25%  learning rate 0.004  epoch 1",
			"validation  1.7500 nats  2.5247 bits  best 1.5000 nats at step 3",
			"████████████████████░░░░░░░░░░░░░░░░░░░░  50%  0:06 left  0:06 elapsed  step 6 of 12",
		]);
	});
});

describe("progress", () => {
	test("tells the time left from the mean speed, not counting what was there before", () => {
		const progress = new Progress(english, "downloading @x", String, 0, 500);
		progress.set(600, 1000, 2000);
		expect(progress.etaSeconds).toBe(8);
		expect(progress.line()).toBe("downloading @x: 60%  600 of 1000  0:08 left");
		progress.set(700, 0, 3000);
		expect(progress.line()).toBe("downloading @x: 700");
	});

	test("off a terminal comes as a line every 5 seconds, the first after 5", () => {
		let written = "";
		let now = 0;
		const stderr = { write: (text: string) => (written += text) };
		const show = showOn({ stderr, env: {}, now: () => now } as unknown as Io, false);
		for (now = 0; now <= 16_000; now += 500) show.update({ block: () => [], line: () => `at ${now}` });
		expect(written).toBe("at 5000\nat 10000\nat 15000\n");
	});
});
