/** The command that prints the numbers of a panel, to copy. */
import { SaveText } from "../instrument/SaveText.tsx";
import { toast } from "../shell/toasts.ts";
import { useStore } from "../shell/useStore.ts";
import { shown } from "../train/trainState.ts";
import { modelCommands } from "./commandOf.ts";
import { sayText } from "./textWords.ts";

interface CommandCall {
	verb: string;
	/** Arguments after the run. */
	rest: string;
	/** A command that must be run first. */
	before?: string;
	/** Options of the page's training. */
	saving?: string;
	/** Which numbers it prints, where two commands are next to each other. */
	of?: string;
}

export function Command({ verb, rest, before, saving, of }: CommandCall) {
	const { phase } = useStore(useStore(shown).numbers);
	const { lines, ofPage } = modelCommands(verb, rest, saving);
	if (lines.length === 0) return null;
	const text = [...(before === undefined ? [] : [before]), ...lines].join("\n");
	const copy = () => void navigator.clipboard.writeText(text).then(() => toast(() => sayText("copied")));
	return (
		<details className="command">
			<summary>
				{sayText(!ofPage ? "command" : phase === "finished" ? "commands" : "commands.later")}
				{of !== undefined && ` (${of})`}
			</summary>
			<pre>{text}</pre>
			<SaveText command={text} />
			<button type="button" onClick={copy}>
				{sayText("copy")}
			</button>
		</details>
	);
}
