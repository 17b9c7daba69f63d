/** The command that gives a reply once more, whatever the run is trained to meanwhile and whatever the shell has set. */
import type { ChatReply } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { quote } from "../../next.ts";
import type { ValuesOf } from "../spec.ts";
import type { chat } from "./spec.ts";

type Reply = Pick<ChatReply, "question" | "temperature" | "seed" | "topP" | "topK" | "beams" | "length" | "step">;

const USUAL: Readonly<Record<string, number>> = { temperature: 0.5, topP: 1, topK: 0, beams: 0, seed: 1, length: 200 };
const FLAGS: Readonly<Record<string, string>> = { topP: "top-p", topK: "top-k" };

/**
 * Contains what changes a reply and is not the default, and what was given by an option, a variable or a configuration
 * file, since a variable may be set where the command is typed. A question that begins with a slash is typed with two.
 */
export function againCommand(
	{ io, settings }: Context<ValuesOf<typeof chat>>,
	run: string,
	{ question, step, ...reply }: Reply,
): string {
	const { values, origins } = settings;
	const flags = Object.entries(whatCounts(reply))
		.filter(([name, value]) => value !== USUAL[name] || Object.hasOwn(origins, name))
		.map(([name, value]) => `--${FLAGS[name] ?? name} ${value}`);
	const { runs, engine } = values;
	const isa = engine === undefined || engine === "auto" || engine === "native" ? io.env.SLUICE_ISA : undefined;
	const words = [
		...["|", ...(isa ? [`SLUICE_ISA=${quote(isa)}`] : []), io.command ?? "sluice", "chat", quote(run)],
		...(runs === undefined ? [] : [`--runs ${quote(runs)}`]),
		...[`--checkpoint ${step}`, ...flags, ...(engine === undefined ? [] : [`--engine ${engine}`])],
	];
	return `printf '%s\\n' ${quote(question.replace(/^\//, "//"))} ${words.join(" ")}`;
}

/** Beams draw nothing, and the most likely symbol needs no draw: then there is no seed. */
function whatCounts({ temperature, topP, topK, beams, seed, length }: Omit<Reply, "question" | "step">) {
	if (beams > 1) return { beams, length };
	return temperature === 0 ? { temperature, beams, length } : { temperature, topP, topK, beams, seed, length };
}
