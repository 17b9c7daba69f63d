/** A small run on pairs whose answers name the colour of the question. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pairs, train } from "../../src/index.ts";

const COLOURS = ["빨강", "파랑", "노랑", "하양", "검정"];

/** Trains it as runs/talk in the folder: a GRU that answers "파랑 41?" by "파랑 좋아요". */
export async function trainTalk(folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, "talk.csv");
	const rows = Array.from(
		{ length: 300 },
		(_, n) => `${COLOURS[n % 5]} ${Math.floor(n / 5)}?,${COLOURS[n % 5]} 좋아요`,
	);
	writeFileSync(file, `Q,A\n${rows.join("\n")}\n`);
	const options = { cell: "gru", hidden: 24, batch: 10, steps: 400, lr: 0.02 } as const;
	const data = pairs(file, { question: "Q", answer: "A" });
	await train({ data, options, run: "talk", runs: join(folder, "runs"), engine: "wasm-plain" });
}
