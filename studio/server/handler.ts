/** What answers a route, and what it is asked. */
import type { ServerResponse } from "node:http";
import type { Studio } from "./studio.ts";

/** A request that has passed the guard. */
export interface Asked {
	/** Id in the path; "" in a route without one. */
	id: string;
	query(name: string): string | undefined;
	/** The whole body; empty for a GET. */
	body: Buffer;
	/** For the one answer that does not end. */
	response: ServerResponse;
	/** Aborts when the client has gone. */
	signal: AbortSignal;
}

/** Bytes for saving, as an answer. */
export interface FileAnswer {
	file: Buffer | string;
	name: string;
	type: string;
}

/** JSON, a file, or nothing if the response was used. */
export type Answer = object | FileAnswer | undefined;
export type Handler = (studio: Studio, asked: Asked) => Answer | Promise<Answer>;
