/** The commands that print what the view shows. */
import { quoted } from "../../kit/shellWord.ts";
import { SETTING_NAMES, SETTINGS } from "./chatAddress.ts";
import type { Turn } from "./chatState.ts";

const FLAGS = { temperature: "--temperature", topP: "--top-p", beams: "--beams", seed: "--seed" } as const;

/** The command that gives the same reply. A question that begins with a slash is typed with two. */
export function chatCommand({ run, asked }: Pick<Turn, "run" | "asked">): string {
	const question = asked.question.trim().replace(/^\//, "//").replaceAll("\n", " ");
	const changed = SETTING_NAMES.filter((name) => asked[name] !== SETTINGS[name].first);
	const flags = changed.map((name) => ` ${FLAGS[name]} ${asked[name]}`).join("");
	return `printf '%s\\n' ${quoted(question)} | npx sluice chat ${quoted(run.name)}${flags} --alternatives`;
}

export const measureCommand = (name: string): string => `npx sluice eval ${quoted(name)} --chat`;
