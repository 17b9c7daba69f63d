/** The commands that print what the view shows. */
import { quoted } from "../../kit/shellWord.ts";
import { SETTING_NAMES, SETTINGS, type SettingName } from "./chatAddress.ts";
import type { Turn } from "./turn.ts";

const FLAGS = { temperature: "--temperature", topP: "--top-p", beams: "--beams", seed: "--seed" } as const;

/** Settings that play a part in a reply: a beam search draws nothing, nor does temperature 0. */
export function settingsOf({ beams, temperature }: Turn["asked"]): readonly SettingName[] {
	if (beams > 1) return ["beams"];
	return temperature === 0 ? ["temperature"] : SETTING_NAMES.filter((name) => name !== "beams");
}

/**
 * The command that gives the same reply, also when the run has been trained further, for as long as its checkpoint is kept.
 * A question that begins with a slash is typed with two.
 */
export function chatCommand({ run, asked, reply }: Pick<Turn, "run" | "asked" | "reply">): string {
	const question = asked.question.trim().replace(/^\//, "//").replaceAll("\n", " ");
	const changed = settingsOf(asked).filter((name) => asked[name] !== SETTINGS[name].first);
	const flags = changed.map((name) => ` ${FLAGS[name]} ${asked[name]}`).join("");
	const at = reply ? ` --checkpoint ${reply.step}` : "";
	return `printf '%s\\n' ${quoted(question)} | npx sluice chat ${quoted(run.name)}${at}${flags} --alternatives`;
}

export const measureCommand = (name: string): string => `npx sluice eval ${quoted(name)} --chat`;
