/** Finds an echo state network on a task or a series: that of this page's training, or of a run. The view Cell shows them. */
import type { PartName } from "../../../src/data/corpus.ts";
import { ECHO_OPTION_RULES } from "../../../src/training/echo/echoOptions.ts";
import type { RunDetail } from "../../../studio/wire.ts";
import { client } from "../live/session.ts";
import { shown, stateOfPage } from "../train/trainState.ts";
import type { Found, FoundEcho } from "./found.ts";
import type { ModelName } from "./modelName.ts";

/** The network of the page's own training; undefined if it is another one. */
export function echoOfPage(part: PartName): FoundEcho | undefined {
	const newest = stateOfPage();
	if (!newest) return undefined;
	const { step, snapshot, order, choice } = newest;
	const { data, options } = order;
	if ("text" in data || options.cell !== "esn") return undefined;
	const bytes = { from: "echo training", data, part, options, snapshot } as const;
	return { bytes, title: null, step, choice, training: shown.get() };
}

export const isEchoRun = ({ kind, model }: Pick<RunDetail, "kind" | "model">): boolean =>
	kind !== "text" && model?.startsWith("esn") === true;

/** The network of a run; "unpublished" if an exported page lacks what it reads. */
export async function echoOfServer(
	{ id, name, published }: RunDetail,
	{ checkpoint, part }: ModelName,
	step: number | null,
): Promise<FoundEcho | "unpublished"> {
	const { parts } = published?.echo ?? {};
	if (parts?.length === 0) return "unpublished";
	const read = async (asked: string) => (await client.file(`/api/runs/${id}/${asked}`, "")).blob.arrayBuffer();
	const reservoir = await read(`reservoir?checkpoint=${checkpoint}`);
	const sequence = await read(`sequence?part=${parts?.length === 1 ? parts[0] : part}`);
	return { bytes: { from: "echo files", reservoir, sequence }, title: name, step, sample: null };
}

/** What the view Cell says of the reservoir of an echo state network on a text. */
export function reservoirOf(options: object): Pick<Found, "reservoir"> {
	const { cell, spectralRadius = ECHO_OPTION_RULES.spectralRadius.default } = options as Record<string, unknown>;
	return cell === "esn" ? { reservoir: { spectralRadius: Number(spectralRadius) } } : {};
}
