/**
 * Rows of size-table: the test loss of each cell, size and depth, and the two conclusions of the paper, which are what is
 * asserted: two layers are better than one, and LSTM and GRU are clearly better than the plain network.
 */
import { particle } from "../../errors/particle.ts";
import { BOTH, type Mode, type Phrase, type Row } from "./reproduction.ts";
import {
	DEPTHS,
	publishedLoss,
	TABLE_CELLS,
	type TableCell,
	TEXT_TITLES,
	TEXTS,
	type TextName,
} from "./sizeTablePublished.ts";

/** One trained network of the table. */
export interface TableRun {
	text: TextName;
	/** Row of the table: hidden units of the 1-layer LSTM with as many parameters. */
	size: number;
	cell: TableCell;
	layers: number;
	/** Hidden units per layer. */
	hidden: number;
	seed: number;
	/** Test loss in nats per symbol; null if the values became NaN or infinite. */
	test: number | null;
}

/** A cell counts as clearly better if its mean loss is lower by this, in nats per symbol. */
export const CLEARLY = 0.02;
/** Row from which that is judged if any of them was trained: the published gain of LSTM and GRU grows with the size. */
const CLEAR_FROM = 128;

const WORDS: Readonly<Record<TableCell, string>> = { lstm: "LSTM", rnn: "RNN", gru: "GRU" };
export const cellWord = (cell: TableCell): string => WORDS[cell];

/** Mean of the values; null if there is none, or if one of them is null. */
export function meanOf(values: readonly (number | null)[]): number | null {
	if (values.length === 0 || values.includes(null)) return null;
	return values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
}

const told = (loss: number | null) => (loss === null ? "-" : loss.toFixed(3));

type Place = Pick<TableRun, "text" | "size" | "cell" | "layers">;
const isAt = (run: TableRun, place: Partial<Place>) =>
	Object.entries(place).every(([key, value]) => run[key as keyof Place] === value);

/** Mean test loss over the seeds of one entry; undefined if it was not trained. */
export function lossAt(runs: readonly TableRun[], place: Place): number | null | undefined {
	const found = runs.filter((run) => isAt(run, place));
	return found.length === 0 ? undefined : meanOf(found.map(({ test }) => test));
}

/** Rows of the texts that were trained on: the entries of the table, then the conclusions. */
export function tableRows(runs: readonly TableRun[]): Row[] {
	const texts = TEXTS.filter((text) => runs.some((run) => run.text === text));
	return texts.flatMap((text) => [...entries(text, runs), ...conclusions(text, runs)]);
}

function entries(text: TextName, runs: readonly TableRun[]): Row[] {
	return sizesOf(text, runs).flatMap((size) =>
		TABLE_CELLS.flatMap((cell) =>
			DEPTHS.flatMap((layers): Row[] => {
				const place = { text, size, cell, layers };
				const trained = runs.find((run) => isAt(run, place));
				if (!trained) return [];
				const network = `${cellWord(cell)} ${layers} x ${trained.hidden}`;
				return [
					{
						what: both(text, {
							en: `row ${size}, ${network}: test loss, nats per symbol`,
							ko: `${size}행, ${network}: 테스트 손실(기호당 nats)`,
						}),
						published: publishedLoss(text, size, cell, layers) ?? null,
						ours: told(lossAt(runs, place) ?? null),
						holds: true,
						asserted: [],
					},
				];
			}),
		),
	);
}

/** Rows of the table that were trained on a text. */
export const sizesOf = (text: TextName, runs: readonly TableRun[]): number[] =>
	[...new Set(runs.filter((run) => run.text === text).map(({ size }) => size))].sort((a, b) => a - b);

const both = (text: TextName, words: Phrase): Phrase => ({
	en: `${TEXT_TITLES[text].en}, ${words.en}`,
	ko: `${TEXT_TITLES[text].ko}, ${words.ko}`,
});

/** Two entries that differ in one thing only; `better` should have the lower loss. */
interface Pair {
	better: Place;
	worse: Place;
}

function conclusions(text: TextName, runs: readonly TableRun[]): Row[] {
	const sizes = sizesOf(text, runs);
	const large = sizes.filter((size) => size >= CLEAR_FROM);
	const trained = (pairs: readonly Pair[]) =>
		pairs.filter(({ better, worse }) => lossAt(runs, better) !== undefined && lossAt(runs, worse) !== undefined);
	const deeper = sizes.flatMap((size) =>
		TABLE_CELLS.map((cell): Pair => {
			const at = { text, size, cell };
			return { better: { ...at, layers: 2 }, worse: { ...at, layers: 1 } };
		}),
	);
	const gated = (cell: TableCell) =>
		(large.length > 0 ? large : sizes).flatMap((size) =>
			DEPTHS.map((layers): Pair => {
				const at = { text, size, layers };
				return { better: { ...at, cell }, worse: { ...at, cell: "rnn" } };
			}),
		);
	const judge = (what: Phrase, pairs: readonly Pair[], margin: number, asserted: readonly Mode[]) =>
		conclusion({ what: both(text, what), pairs: trained(pairs), margin, asserted }, runs);
	return [
		judge({ en: "2 layers better than 1", ko: "2층이 1층보다 나음" }, deeper, 0, ["full"]),
		...(["lstm", "gru"] as const).map((cell) => {
			const name = cellWord(cell);
			const what = {
				en: `${name} better than RNN by at least ${CLEARLY}`,
				ko: `${particle(name, "이/가")} RNN보다 ${CLEARLY} 이상 나음`,
			};
			return judge(what, gated(cell), CLEARLY, BOTH);
		}),
	];
}

interface Conclusion {
	what: Phrase;
	pairs: readonly Pair[];
	margin: number;
	/** Modes that assert it, if the published means over the same pairs show it. */
	asserted: readonly Mode[];
}

function conclusion({ what, pairs, margin, asserted }: Conclusion, runs: readonly TableRun[]): Row {
	const ours = pairs.map(({ better, worse }) => [lossAt(runs, better) ?? null, lossAt(runs, worse) ?? null] as const);
	const printed = pairs.map(({ better, worse }) => [publishedAt(better), publishedAt(worse)] as const);
	const means = (of: readonly (readonly [number | null, number | null])[]) =>
		[meanOf(of.map(([better]) => better)), meanOf(of.map(([, worse]) => worse))] as const;
	const isClear = ([a, b]: ReturnType<typeof means>) => a !== null && b !== null && b - a > margin;
	const [better, worse] = means(ours);
	const lower = ours.filter(([a, b]) => a !== null && b !== null && a < b).length;
	const lowerInPaper = printed.filter(([a, b]) => a !== null && b !== null && a < b).length;
	const rows = [...new Set(pairs.map(({ better }) => better.size))].join(", ");
	return {
		what,
		published: means(printed).map(told).join(" / "),
		ours: `${told(better)} / ${told(worse)}`,
		holds: isClear(means(ours)),
		asserted: isClear(means(printed)) ? asserted : [],
		note: {
			en: `mean test losses over ${pairs.length} pairs of rows ${rows}; lower in ${lower} of them, in the paper in ${lowerInPaper}`,
			ko: `${rows}행에서 ${pairs.length}쌍의 평균 테스트 손실. 더 낮은 쌍: ${lower}(논문: ${lowerInPaper})`,
		},
	};
}

function publishedAt({ text, size, cell, layers }: Place): number | null {
	const loss = publishedLoss(text, size, cell, layers);
	return loss === undefined ? null : Number(loss);
}
