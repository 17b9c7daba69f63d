/** The conversation as a file: each reply with the command that gives it again. */
import { chatCommand } from "./chatCommand.ts";
import { withoutValues } from "./keptTalk.ts";
import type { Turn } from "./turn.ts";

/** JSON as `/save` of `sluice chat` writes it: docs/chat.md. */
export function talkFile(turns: readonly Turn[]): string {
	const whole = turns.filter(({ reply }) => reply !== null).map(withoutValues);
	const written = whole.map(({ run, asked, reply, symbols }) => {
		const { topP, topK, beams, length } = asked;
		return {
			...{ run: run.name, command: chatCommand({ run, asked, reply }) },
			...{ topP, topK, beams, length, ...reply, symbols },
		};
	});
	return `${JSON.stringify({ schema: 1, turns: written }, null, "\t")}\n`;
}
