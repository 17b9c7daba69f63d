/** sluice/data: bytes to symbols and lanes, series of numbers, seeded tasks. Pure: the caller passes in the bytes. */
export * from "./corpus.ts";
export { type LaneCursor, Lanes } from "./lanes.ts";
export { type Copied, type Covered, copiedFrom, repeatedIn, type Stretch } from "./ngrams/copiedPassages.ts";
export { type Discounts, kneserNey, type OrderProbabilities } from "./ngrams/kneserNey.ts";
export { type Matches, type SuffixTable, suffixTable } from "./ngrams/suffixTable.ts";
export * from "./series.ts";
export { fitChange, type SeriesForm } from "./seriesChange.ts";
export { type SeriesTask, type SeriesTaskOptions, seriesTask } from "./seriesTask.ts";
export { type Columns, parseSeries, type SeriesOptions } from "./seriesText.ts";
export { type ByteSource, bytesSource } from "./source.ts";
export { checkTask } from "./tasks/checkTask.ts";
export {
	ATTRACTOR_VARIANCE,
	type MackeyGlassOptions,
	mackeyGlass,
	mackeyGlassShown,
} from "./tasks/mackeyGlass.ts";
export { MUSIC_PARTS, type Music, type MusicPart, parseMusic, type Song } from "./tasks/music.ts";
export { narma10 } from "./tasks/narma.ts";
export { TASK_NAMES, type TaskOptions, taskNamed, taskOptions } from "./tasks/registry.ts";
export { wrongClasses, wrongMeans, wrongSides, wrongSquares } from "./tasks/scoring.ts";
export * from "./tasks/task.ts";
export type { Unit } from "./units.ts";
export { Vocabulary } from "./vocabulary.ts";
