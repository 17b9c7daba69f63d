/** Trains on this machine: a process of the server's, whose lines come as events. It goes on when the page is closed. */
import type { StartRequest } from "../../../studio/wire.ts";
import { RefusedError } from "../live/client.ts";
import { goLive, stream } from "../live/live.ts";
import { ServerRun } from "../live/serverRun.ts";
import { client } from "../live/session.ts";
import { type Choice, isTask, optionsOf } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import type { LiveRun } from "./liveRun.ts";
import { textOf } from "./texts.ts";

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
		const text = error instanceof Error ? error.message : String(error);
		const refused = error instanceof RefusedError ? error.refused : undefined;
		const failure = refused ?? { code: "E_LOST", message: { en: text, ko: text } };
		this.#run.put({ phase: "failed", failure });
	}
}

/** About fifty records over the run, so that its gradient can be watched. */
function recorded(choice: Choice): StartRequest["options"] {
	const recordEvery = Math.max(20, Math.round(Number(choice.steps) / 50));
	return { ...(optionsOf(choice) as StartRequest["options"]), recordEvery };
}

/** The data as the server names it. A text of the page is given to it first. */
async function dataOf({ data }: Choice): Promise<StartRequest["data"]> {
	if (isTask(data)) return { kind: "task", name: data.slice(5) };
	const [kind, name] = data.split(":") as [string, string?];
	if (kind === "given") return { kind: "given", id: name! };
	if (kind === "catalogue") return { kind: "catalogue", name: name! };
	const bytes = new TextEncoder().encode(await textOf(data));
	const { id } = await client.text(`${choiceWords("data", data)}.txt`, bytes);
	return { kind: "given", id };
}
