/** A piece of long work: what is done whole and kept, so that an interrupted study need not do it again. */
import type { Json } from "../../training/json.ts";
import type { EngineChoice } from "../machine/engines.ts";

/** A piece of work that is done whole or not at all; what it returns is kept, so that a later call need not do it again. */
export interface Piece<T extends Json> {
	/** Unlike any other piece's of the same study: lower-case words, numbers and dots, joined by "-". */
	key: string;
	/** What it costs beside the others, for the estimate of what is left; default 1. */
	weight?: number;
	run(): T | Promise<T>;
}

/** A piece that another thread can do: several run side by side, and one that is stopped goes on where it was. */
export interface JobPiece {
	key: string;
	weight?: number;
	/** Its name among the jobs there are. */
	job: string;
	request: Json;
	/** Default auto. */
	engine?: EngineChoice;
}
