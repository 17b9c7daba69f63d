/** Saves a conversation as a file. */
import { join } from "node:path";
import { checkRequest } from "../../../errors/request.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import type { ChatReply } from "./chat.ts";

export interface SaveChatRequest {
	/** Name of the run. */
	run: string;
	/** Number of updates behind the weights, as chat() returns it: a later checkpoint replies otherwise. Default: none. */
	step?: number;
	/** The replies, in order. */
	turns: readonly ChatReply[];
	/** JSON file to write. An existing file is overwritten. */
	file: string;
}

/** Writes the questions, the replies and how each was generated, and returns the absolute path of the file. */
export function saveChat(request: SaveChatRequest): string {
	checkRequest(request, "saveChat()", ["run", "step", "turns", "file"]);
	const { run, step, turns, file } = request;
	const { parent, name } = placeFor(realDisk, file, "talk.json");
	const document = { schema: 1, run, step, turns };
	replaceFile(realDisk, parent, name, new TextEncoder().encode(`${JSON.stringify(document, null, "\t")}\n`));
	return join(parent, name);
}
