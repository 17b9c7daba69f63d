/** The command that gives a reply once more, whatever the run is trained to meanwhile. */
import type { ChatReply } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { flagWords, quote, sameRun } from "../../next.ts";
import type { ValuesOf } from "../spec.ts";
import type { chat } from "./spec.ts";

type Reply = Pick<ChatReply, "question" | "temperature" | "seed" | "sampling">;

/** A question that begins with a slash is typed with two. Beams draw nothing, so that no seed is needed. */
export function againCommand(
	{ io, settings }: Context<ValuesOf<typeof chat>>,
	{ run, step }: { run: string; step: number },
	{ question, temperature, seed, sampling: { topP, topK, beams, length } }: Reply,
): string {
	const drawn = beams > 1 ? { beams } : { temperature, topP, topK, seed };
	const usual: Record<string, number> = { temperature: 0.5, topP: 1, topK: 0, seed: 1, length: 200 };
	const names: Record<string, string> = { topP: "top-p", topK: "top-k" };
	const flags = Object.entries({ ...drawn, length })
		.filter(([name, value]) => value !== usual[name])
		.map(([name, value]) => ` --${names[name] ?? name} ${value}`)
		.join("");
	const typed = quote(question.replace(/^\//, "//"));
	const called = `${io.command ?? "sluice"} chat ${sameRun(run, settings)} --checkpoint ${step}`;
	return `printf '%s\\n' ${typed} | ${called}${flags}${flagWords(settings, "engine")}`;
}
