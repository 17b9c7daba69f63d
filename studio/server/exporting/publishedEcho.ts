/** An echo state network on a task or a series as files of an exported page: its networks, and the sequences that may be published. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readReservoir, readSequence } from "../../../src/index.ts";
import { sequenceFile, updateFile } from "../../wire/exportedFiles.ts";
import type { Published, RunRow } from "../../wire.ts";

interface EchoRunFile {
	path: string;
	bytes: Uint8Array;
	kind: "run";
}

/** Data as a run's configuration names them. */
interface DataNamed {
	kind: "task" | "series" | "labelled" | "pairs" | "own";
	/** Folder of a task's files. */
	data?: string;
}

/**
 * The sequence of a generated task says nothing of the machine. Numbers of somebody's file are published only if their texts
 * are too.
 */
export async function publishedEcho(
	runs: string,
	{ id, name: run, model }: RunRow,
	withText: boolean,
): Promise<{ echo?: NonNullable<Published["echo"]>; files: EchoRunFile[] }> {
	const { data } = (
		JSON.parse(readFileSync(join(runs, run, "config.json"), "utf8")) as { config: { data?: DataNamed } }
	).config;
	if (!data || data.kind === "own" || !model?.startsWith("esn")) return { files: [] };
	const files: EchoRunFile[] = [];
	const add = (path: string, bytes: Uint8Array) => files.push({ path, bytes, kind: "run" });
	const [best, last] = [await readReservoir({ run, runs }), await readReservoir({ run, runs, checkpoint: "last" })];
	for (const { step, file } of best.step === last.step ? [best] : [best, last])
		add(updateFile(id, "reservoir", step), file);
	const isGenerated = data.kind === "task" && data.data === undefined;
	const parts: ("train" | "valid" | "test")[] = [];
	for (const part of isGenerated ? (["valid"] as const) : withText ? (["train", "valid", "test"] as const) : []) {
		const found = await readSequence({ run, runs, part }).catch(() => undefined); // the split has no such part
		if (!found) continue;
		parts.push(part);
		add(sequenceFile(id, part), found.file);
	}
	return { echo: { best: best.step, last: last.step, parts }, files };
}
