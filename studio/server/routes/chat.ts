/** Talking with a run on pairs: the reply as it is generated, a line of JSON for each symbol. */
import type { ServerResponse } from "node:http";
import { MOST_BEAMS, MOST_QUESTION, MOST_REPLY, type TalkLine } from "../../wire/chatMessages.ts";
import { type Fields, fieldsOf, need, textOf, wholeOf } from "../body.ts";
import type { Handler } from "../handler.ts";
import { refused } from "../refusal.ts";

const KEYS = ["question", "temperature", "topP", "topK", "beams", "length", "seed"];

export const chat: Handler = async (studio, { id, body, response, signal }) => {
	const fields = fieldsOf(body, KEYS);
	const place = studio.ids.placeOf(id);
	const question = {
		question: textOf(fields, "question", MOST_QUESTION),
		...{ temperature: numberOf(fields, "temperature", 0, 1000), topP: numberOf(fields, "topP", 1e-6, 1) },
		...{ topK: given(fields, "topK", 0, 1 << 21), beams: given(fields, "beams", 0, MOST_BEAMS) },
		...{ length: given(fields, "length", 1, MOST_REPLY), seed: given(fields, "seed", 0, Number.MAX_SAFE_INTEGER - 1) },
	};
	try {
		const onSymbol = (symbol: object) => write(response, { symbol } as TalkLine);
		const { symbols: _, ...reply } = await studio.talks.ask(place, question, { onSymbol, signal });
		await write(response, { reply });
	} catch (error) {
		if (signal.aborted) return undefined; // nobody waits for it
		if (!response.headersSent) throw error;
		const { body } = refused(error, [studio.runs, studio.studies.folder, studio.privateFolder], studio.log);
		await write(response, { refused: body });
	}
	response.end();
	return undefined;
};

/** Writes a line, and lets it leave before more is computed. */
function write(response: ServerResponse, line: TalkLine): Promise<void> {
	if (!response.headersSent) response.writeHead(200, { "Content-Type": "application/x-ndjson; charset=utf-8" });
	response.write(`${JSON.stringify(line)}\n`);
	return new Promise((resolve) => setImmediate(resolve));
}

function given(fields: Fields, key: string, least: number, most: number): number {
	const value = wholeOf(fields, key, least, most);
	need(key, value !== undefined, `${least}..${most}`);
	return value!;
}

function numberOf(fields: Fields, key: string, least: number, most: number): number {
	const value = fields[key];
	need(key, typeof value === "number" && value >= least && value <= most, `${least}..${most}`);
	return value as number;
}
