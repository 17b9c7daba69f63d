/** A reading whose numbers come one by one: written as they come, or kept, next to its progress. */
import type { SluiceError } from "../../../src/errors/index.ts";
import { type Context, jsonText, note, printJson, write } from "../../context.ts";
import { count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";

/** What the library is given for such a reading, besides the function that takes each number. */
export interface ReadingHooks {
	onProgress(done: number, total: number): void;
	onNotice(notice: SluiceError): void;
	signal: AbortSignal;
}

interface OneByOneCall<One, Result> {
	phase: "phase.predictions" | "phase.against";
	/** Type of the lines of --jsonl. */
	type: string;
	/** How many are kept for a terminal; --json keeps all. */
	most: number;
	read(take: (one: One) => Promise<void>, hooks: ReadingHooks): Promise<Result>;
}

/** Reads, and prints what --json and --jsonl ask for. @returns the result, and what was kept */
export async function oneByOne<One extends object, Result extends object>(
	context: Context,
	{ phase, type, most, read }: OneByOneCall<One, Result>,
): Promise<{ result: Result; kept: One[] }> {
	const { io, t, show, format } = context;
	const signal = io.stop.listen();
	const view = new Progress(t, t(phase), count, io.now());
	const kept: One[] = [];
	const take = async (one: One) => {
		if (format === "jsonl") await write(context, `${jsonText(context, { type, ...one })}\n`, signal);
		else if (format === "json" || kept.length < most) kept.push(one);
	};
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view);
	};
	const result = await read(take, { onProgress, onNotice: (notice) => note(context, notice), signal });
	show.end(true);
	if (format === "jsonl") printJson(context, { type: "done", ...result });
	if (format === "json") printJson(context, { ...result, positions: kept });
	return { result, kept };
}
