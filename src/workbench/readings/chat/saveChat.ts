/** Saves a conversation as a file. */
import { join } from "node:path";
import { checkRequest } from "../../../errors/request.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import type { ChatReply } from "./chat.ts";

/** A reply to save. */
export interface SavedReply extends ChatReply {
	/** The command that gives the same reply. Default: none. */
	command?: string;
}

export interface SaveChatRequest {
	/** Name of the run. */
	run: string;
	/** The replies, in order. */
	turns: readonly SavedReply[];
	/** JSON file to write. An existing file is overwritten. */
	file: string;
}

/**
 * Writes the replies, each with its run, its command and how it was generated, and returns the absolute path of the file.
 * The format is in docs/chat.md; the studio writes the same.
 */
export function saveChat(request: SaveChatRequest): string {
	checkRequest(request, "saveChat()", ["run", "turns", "file"]);
	const { run, turns, file } = request;
	const { parent, name } = placeFor(realDisk, file, "talk.json");
	const written = turns.map(({ command, ...reply }) => ({ run, ...(command !== undefined && { command }), ...reply }));
	const document = { schema: 1, turns: written };
	replaceFile(realDisk, parent, name, new TextEncoder().encode(`${JSON.stringify(document, null, "\t")}\n`));
	return join(parent, name);
}
