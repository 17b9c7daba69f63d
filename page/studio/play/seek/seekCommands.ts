/** The command that scores a pattern by the hidden unit. */

import { quoted } from "../../../kit/shellWord.ts";
import { shownModel } from "../../instrument/shownModel.ts";
import { HELD_OUT } from "../duel/duelCommands.ts";
import { runOf } from "../type/typeCommand.ts";

/** @param patterns the answer, and the guess if it is another one */
export function seekCommands(unit: string, patterns: readonly string[], symbols: number): string[] {
	const { name } = shownModel.get();
	const { before, run } = runOf();
	const part = name.part === "valid" ? "" : ` --part ${name.part}`;
	const read = name.stored === null ? part : ` ${HELD_OUT}`;
	const more = `${read} --limit ${symbols} --engine wasm-plain --json`;
	const history = (pattern: string) => `npx sluice cells history ${run} ${unit} --pattern ${quoted(pattern)}${more}`;
	return [...before, ...new Set(patterns.map(history))];
}
