/** Runs as a server would tell of them, made by arithmetic so that each test knows their values. */
import type { Line, RunRow } from "../../studio/wire.ts";
import { idOf } from "./fakeServer.ts";

const CELLS = ["lstm", "gru", "rnn"] as const;
const STATES = ["finished", "finished", "stopped", "finished", "diverged", "interrupted"] as const;
const NOW = Date.now();

export function rowOf(name: string, n = 0, some: Partial<RunRow> = {}): RunRow {
	const step = 400 + ((n * 137) % 1600);
	const best = 1.2 + ((n * 37) % 100) / 100;
	return {
		...{ id: idOf(name), name, state: STATES[n % STATES.length]!, model: `${CELLS[n % 3]} 1x${64 << (n % 3)}` },
		...{ data: n % 4 === 3 ? "copying" : "corpus.txt", kind: n % 4 === 3 ? "task" : "text" },
		...{ parameters: 20_000 + 13 * n, step, best: { step, loss: best }, last: best + 0.1, lossUnit: "nats" },
		...{ bytes: 400_000 + 5000 * n, changedMs: NOW - 60_000 * n, tags: n % 5 === 0 ? ["baseline"] : [] },
		spark: sparkOf(best, n),
		...some,
	};
}

function sparkOf(best: number, n: number): number[] {
	return Array.from({ length: 100 }, (_, k) => {
		const middle = best + 3 * Math.exp(-k / (12 + (n % 9))) + 0.02 * Math.sin(k * (n + 1));
		return [middle - 0.04, middle + 0.04];
	}).flat();
}

export const rowsOf = (count: number): RunRow[] =>
	Array.from({ length: count }, (_, n) => rowOf(`run-${String(n + 1).padStart(4, "0")}`, n));

/** Lines of a log: training losses at each 10 updates, validations at each 100. */
export function linesOf(steps: number, floor = 1.4): Line[] {
	return Array.from({ length: Math.floor(steps / 10) }, (_, n): Line => {
		const step = 10 * (n + 1);
		const loss = floor + 3 * Math.exp(-step / 300) + 0.05 * Math.sin(step);
		const valid: Record<string, number> =
			step % 100 === 0 ? { validLossNats: floor + 0.1 + 3 * Math.exp(-step / 300) } : {};
		return { step, lossNats: loss, gradNorm: 0.4 + 0.2 * Math.sin(step / 7), lr: 0.01, clipped: step % 4, ...valid };
	});
}

export function recordsOf(steps: number): Line[] {
	return Array.from({ length: Math.max(1, Math.floor(steps / 200)) }, (_, n) => {
		const lags = [0, 1, 2, 4, 8, 16, 32];
		const layer = {
			reach: 20,
			h: lags.map((lag) => -lag * 0.1),
			c: lags.map((lag) => -lag * 0.08),
			saturation: { i: [0.1, 0.2], f: [0.05, 0.5], g: [0.1, 0.1], o: [0.2, 0.3] },
			recurrent: { g: [0.9, 1.1] },
		};
		return { step: 200 * (n + 1), lags, layers: [layer] } as unknown as Line;
	});
}

export const samplesOf = (): Line[] => [{ step: 1000, text: "static int next(struct list *l) {\n\treturn l->n;\n}\n" }];
