/** Trains on this machine: a process of the server's, whose lines come as events. It goes on when the page is closed. */
import type { StartRequest } from "../../../studio/wire.ts";
import { LostError, RefusedError } from "../live/client.ts";
import { goLive, stream } from "../live/live.ts";
import { ServerRun } from "../live/serverRun.ts";
import { client } from "../live/session.ts";
import { type Choice, isSeries, isTask } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import type { LiveRun } from "./liveRun.ts";
import { ownSeries, seriesColumn } from "./ownSeries.ts";
import { textOf } from "./texts.ts";
import { Told, wordsOf } from "./told.ts";
import { dataOptionsOf, optionsOf, taskOptionsOf } from "./trainedOptions.ts";

export class MachineTraining {
	readonly #choice: Choice;
	readonly #run: LiveRun;
	#server: ServerRun | undefined;
	#end: (() => void) | undefined;

	constructor(choice: Choice, run: LiveRun) {
		this.#choice = choice;
		this.#run = run;
	}

	async start(): Promise<void> {
		goLive();
		try {
			const data = await dataOf(this.#choice);
			const { id } = await client.start({ data, options: recorded(this.#choice) });
			this.#follow(id);
		} catch (error) {
			this.#fail(error);
		}
	}

	async pause(): Promise<void> {
		if (this.#server) await client.stop(this.#server.id).catch((error) => this.#fail(error));
	}

	resume(): void {
		if (this.#server) void client.resume(this.#server.id).catch((error) => this.#fail(error));
	}

	/** Stops listening; the training itself goes on. */
	close(): void {
		this.#end?.();
	}

	#follow(id: string): void {
		this.#run.serverId = id;
		const server = new ServerRun(id, client, Date.now, this.#run);
		this.#server = server;
		this.#end = stream.on((event, data) => server.take(event, data));
		server.state.subscribe(() => {
			this.#run.command = server.state.get().detail?.command ?? null;
		});
		void server.load();
	}

	#fail(error: unknown): void {
		const refused = error instanceof RefusedError ? error.refused : undefined;
		const failure = refused ?? { code: "E_LOST", message: lostWords(error) };
		this.#run.put({ phase: "failed", failure });
	}
}

/** What the reader is told if the server gave no answer. */
const lostWords = (error: unknown) => (error instanceof LostError ? new Told("lost.start").words : wordsOf(error));

/** About fifty records over the run, so that its gradient can be watched; none of a reservoir that regression trains. */
function recorded(choice: Choice): StartRequest["options"] {
	const own = {
		...(dataOptionsOf(choice) as StartRequest["options"]),
		...(optionsOf(choice) as StartRequest["options"]),
	};
	if (choice.cell === "esn" && (isTask(choice.data) || isSeries(choice.data))) return own;
	return { recordEvery: Math.max(20, Math.round(Number(choice.steps) / 50)), ...own };
}

/** The data as the server names them. A text or series of the page is given to it first. */
async function dataOf(choice: Choice): Promise<StartRequest["data"]> {
	const { data, target } = choice;
	if (isTask(data)) return { kind: "task", name: data.slice("task:".length), options: taskOptionsOf(choice) };
	const [kind, name] = data.split(":") as [string, string?];
	const column = isSeries(data) ? { target: seriesColumn(data, target) } : {};
	if (kind === "given" || (kind === "series" && name)) return { kind: "given", id: name!, ...column };
	if (kind === "catalogue") return { kind: "catalogue", name: name! };
	const own = ownSeries.get();
	if (isSeries(data) && !own) throw new Told("data.seriesGone");
	const bytes = new TextEncoder().encode(isSeries(data) ? own!.text : await textOf(data));
	const { id } = await client.text(isSeries(data) ? own!.name : `${choiceWords("data", data)}.txt`, bytes);
	return { kind: "given", id, ...column };
}
