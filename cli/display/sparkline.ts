/** A series drawn in one line of block letters. */

const BLOCKS = "▁▂▃▄▅▆▇█";
const CAPACITY = 512;

/**
 * A series of any length in bounded memory. When full, neighbours are averaged, and each entry represents twice as many
 * values.
 */
export class History {
	#means: number[] = [];
	#each = 1;
	#sum = 0;
	#pending = 0;

	push(value: number): void {
		if (!Number.isFinite(value)) return;
		this.#sum += value;
		if (++this.#pending < this.#each) return;
		this.#means.push(this.#sum / this.#pending);
		this.#sum = this.#pending = 0;
		if (this.#means.length < CAPACITY) return;
		this.#means = Array.from({ length: CAPACITY / 2 }, (_, k) => (this.#means[2 * k]! + this.#means[2 * k + 1]!) / 2);
		this.#each *= 2;
	}

	get values(): readonly number[] {
		return this.#pending > 0 ? [...this.#means, this.#sum / this.#pending] : this.#means;
	}
}

/** At most `cells` letters, oldest on the left. Each is the mean of its part; the scale spans the drawn means. */
export function sparkline(values: readonly number[], cells: number): string {
	return sparklineOver(values, cells);
}

function sparklineOver(values: readonly number[], cells: number, scale?: readonly [number, number]): string {
	const bars = Math.min(cells, values.length);
	if (bars <= 0) return "";
	const means = Array.from({ length: bars }, (_, k) => {
		const from = Math.floor((k * values.length) / bars);
		const until = Math.max(from + 1, Math.floor(((k + 1) * values.length) / bars));
		return values.slice(from, until).reduce((sum, value) => sum + value, 0) / (until - from);
	});
	const [low, high] = scale ?? [Math.min(...means), Math.max(...means)];
	const range = high - low;
	return means.map((mean) => BLOCKS[range === 0 ? 0 : Math.min(7, Math.floor((8 * (mean - low)) / range))]).join("");
}

/** A sparkline on a given scale from `low` to `high`. Values outside are clamped. */
export function levels(values: readonly number[], cells: number, low: number, high: number): string {
	const within = values.map((value) => Math.min(high, Math.max(low, value)));
	return sparklineOver(within, cells, [low, high]);
}

/** A bar of width `cells`, filled to `share` (0..1) in eighths of a cell. */
export function bar(share: number, cells: number): string {
	const eighths = Math.round(Math.min(1, Math.max(0, share || 0)) * cells * 8);
	const full = Math.floor(eighths / 8);
	const part = eighths % 8 === 0 ? "" : " ▏▎▍▌▋▊▉"[eighths % 8]!;
	return "█".repeat(full) + part + "░".repeat(cells - full - part.length);
}
