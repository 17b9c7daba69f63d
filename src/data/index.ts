/** sluice/data: bytes to symbols and lanes. Pure: bytes come through a ByteSource. */
export * from "./corpus.ts";
export { type LaneCursor, Lanes } from "./lanes.ts";
export { type ByteSource, bytesSource } from "./source.ts";
export type { Unit } from "./units.ts";
export { Vocabulary } from "./vocabulary.ts";
