/** Pieces of long work: each is finished and saved as a unit, so that an interrupted study need not repeat it. */
import type { Json } from "../../training/json.ts";
import type { EngineChoice } from "../machine/engines.ts";

/** Work that is done completely or not at all. Its result is saved, so that a later call need not repeat it. */
export interface Piece<T extends Json> {
	/** Unique key within the study: lower-case words, numbers and dots, joined by "-". */
	key: string;
	/** Cost relative to the other pieces, for the estimate of the remaining time. Default: 1. */
	weight?: number;
	run(): T | Promise<T>;
}

/** A piece that another thread can do: several run in parallel, and a stopped one continues where it was. */
export interface JobPiece {
	key: string;
	weight?: number;
	/** Name of the job in `Jobs`. */
	job: string;
	request: Json;
	/** Engine. Default: auto. */
	engine?: EngineChoice;
}
