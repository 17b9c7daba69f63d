/**
 * size-table: RNN, GRU and LSTM with 1 to 3 layers and four numbers of parameters on War and Peace and on the source of
 * the Linux kernel (Karpathy, Johnson & Fei-Fei 2015, table 1). Every network has the same number of updates, far fewer
 * than the paper's 50 epochs, and is trained as a trial of a study, one study per text.
 */
import type { GivenOptions } from "../../training/options/options.ts";
import { openTexts, scan, splitOf, type TextSpec } from "../datasets/texts.ts";
import { evaluate } from "../readings/evaluateRun.ts";
import type { Mode, Reproduction } from "./reproduction.ts";
import { tableFigure } from "./sizeTableFigures.ts";
import { DEPTHS, SIZES, TABLE_CELLS, type TableCell, TEXTS, type TextName } from "./sizeTablePublished.ts";
import { type TableRun, tableRows } from "./sizeTableRows.ts";
import { tableTexts } from "./sizeTableTexts.ts";
import { parametersOf, widthOf } from "./sizeTableWidths.ts";
import type { TrainedTrial, TrialSet } from "./studyTrials.ts";

/** What a mode trains: the updates of each network, and the rows. */
interface Budget {
	updates: Readonly<Record<Mode, number>>;
	sizes: Readonly<Record<Mode, readonly number[]>>;
}

/**
 * Peak learning rate of each cell in row 64, at every depth; in other rows it is proportional to 1 / size. Chosen among
 * .004 to .04 by the validation loss of short runs on War and Peace with one and two layers.
 */
const RATES: Readonly<Record<TableCell, number>> = { lstm: 0.03, gru: 0.016, rnn: 0.01 };

/** Optimiser, schedule, clipping and initial weights are Sluice's defaults. */
const optionsOf = (updates: number): GivenOptions => ({
	...{ steps: updates, batch: 8, k1: 64 },
	...{ validEvery: updates / 4, recordEvery: 0, keepLast: 1, keepBest: 1 },
});

/** One entry of the table, to be trained with each seed. */
interface Entry {
	cell: TableCell;
	layers: number;
	/** Hidden units per layer. */
	hidden: number;
	lr: number;
	parameters: number;
}

/** Entries of a row. The plain network has none at 512; those that take longest come first. */
export function entriesOf(size: number, symbols: number): Entry[] {
	return [...DEPTHS].reverse().flatMap((layers) =>
		TABLE_CELLS.filter((cell) => cell !== "rnn" || size < SIZES.at(-1)!).map((cell) => {
			const hidden = widthOf(cell, layers, size, symbols);
			const lr = (RATES[cell] * SIZES[0]) / size;
			return { cell, layers, hidden, lr, parameters: parametersOf(cell, layers, hidden, symbols) };
		}),
	);
}

/** Number of symbols of the training part. */
async function symbolsOf({ texts = [], split }: TextSpec): Promise<number> {
	const source = await openTexts(texts, () => {});
	try {
		const { vocabulary } = await scan(source, { split: splitOf(split), lossy: false }, () => {});
		return vocabulary.size;
	} finally {
		await source.close();
	}
}

type Planned = Entry & { text: TextName; size: number; seed: number };

/** The reproduction with a budget, so that a test can have a small one. */
export const tableWith = ({ updates, sizes: known }: Budget): Reproduction => ({
	name: "size-table",
	title: { en: "Cells, depths and sizes on two texts", ko: "두 텍스트로 비교한 셀, 깊이, 크기" },
	shows: {
		en: "Karpathy et al. 2015, table 1: on two texts, 2 layers are better than 1, and LSTM and GRU clearly better than a plain RNN",
		ko: "Karpathy 등(2015), 표 1: 두 텍스트에서 2층이 1층보다 낫고, LSTM과 GRU가 단순 RNN보다 뚜렷이 나음",
	},
	seeds: { quick: 1, full: 1 },
	takesData: true,
	sizes: known,
	revision: 1,
	async run({ mode, seeds, data, sizes, work, trials, signal }) {
		const texts = tableTexts(data);
		const plans: { set: TrialSet; planned: Planned[] }[] = [];
		const symbols = new Map<TextName, number>();
		for (const { text, data } of texts) symbols.set(text, await symbolsOf(data));
		for (const size of sizes)
			for (const { text, data } of texts) {
				const entries = entriesOf(size, symbols.get(text)!);
				const planned = seeds.flatMap((seed) => entries.map((entry) => ({ ...entry, text, size, seed })));
				const asked = planned.map(({ cell, layers, hidden, lr, parameters, seed }) => ({
					...{ settings: { cell, layers, hidden, lr }, seed, weight: Math.ceil(parameters / 1000) },
				}));
				plans.push({ set: { name: text, data, options: optionsOf(updates[mode]), trials: asked }, planned });
			}
		const trained = (await trials(plans.map(({ set }) => set))).flat();
		const tests = await work(
			trained.map((trial) => ({ key: `${trial.study}-${trial.id}`, run: () => testLoss(trial, signal) })),
		);
		const runs = plans
			.flatMap(({ planned }) => planned)
			.map((planned, n): TableRun => ({ ...planned, test: tests[n]! }));
		const shown = TEXTS.filter((text) => texts.some((one) => one.text === text));
		return {
			rows: tableRows(runs),
			figures: (lang) => shown.map((text) => tableFigure(text, runs, lang)),
		};
	},
});

export const sizeTable = tableWith({ updates: { quick: 3000, full: 8000 }, sizes: { quick: [64], full: SIZES } });

/** Loss on the test part with the weights of the lowest validation loss; null if the trial diverged. */
async function testLoss({ state, run }: TrainedTrial, signal: AbortSignal): Promise<number | null> {
	if (state === "diverged") return null;
	const found = await evaluate({ run, part: "test" }, { signal });
	return "lossNats" in found ? found.lossNats : null;
}
