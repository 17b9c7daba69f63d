/** Lines of standard input: with a history of what was typed on a terminal, as they come otherwise. */
import { createInterface } from "node:readline";
import type { Io } from "../../io.ts";

export interface Lines {
	next(): Promise<string | undefined>;
	close(): void;
}

/** On a terminal, the arrow keys bring back earlier lines, and Ctrl-C or Ctrl-D ends. */
export function linesFrom({ stdin, stderr }: Pick<Io, "stdin" | "stderr">): Lines {
	return stdin.isTTY && "on" in stdin && "write" in stderr ? typed(stdin, stderr) : piped(stdin);
}

function typed(stdin: Io["stdin"], stderr: Io["stderr"]): Lines {
	const input = stdin as unknown as NodeJS.ReadStream;
	const reader = createInterface({
		input,
		output: stderr as unknown as NodeJS.WriteStream,
		prompt: "> ",
		terminal: true,
	});
	const waiting: string[] = [];
	let ended = false;
	let wake = () => {};
	reader.on("line", (line) => {
		waiting.push(line);
		wake();
	});
	reader.on("SIGINT", () => reader.close());
	reader.on("close", () => {
		ended = true;
		wake();
	});
	return {
		async next() {
			if (waiting.length === 0 && !ended) {
				reader.prompt();
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
			return waiting.shift();
		},
		close: () => reader.close(),
	};
}

function piped(stdin: AsyncIterable<string>): Lines {
	const lines = linesOf(stdin);
	return {
		async next() {
			const { value, done } = await lines.next();
			return done ? undefined : value;
		},
		close: () => {},
	};
}

/** The lines of a stream, without their newlines; the last one may lack it. */
export async function* linesOf(stream: AsyncIterable<string>): AsyncGenerator<string, undefined> {
	let rest = "";
	for await (const piece of stream) {
		const lines = (rest + piece).split(/\r?\n/);
		rest = lines.pop()!;
		yield* lines;
	}
	if (rest !== "") yield rest;
}
