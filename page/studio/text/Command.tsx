/** The command that prints the numbers of a panel, to copy. */
import { toast } from "../shell/toasts.ts";
import { modelCommands } from "./commandOf.ts";
import { sayText } from "./textWords.ts";

export function Command({ verb, rest }: { verb: string; rest: string }) {
	const { lines, ofPage } = modelCommands(verb, rest);
	const text = lines.join("\n");
	const copy = () => void navigator.clipboard.writeText(text).then(() => toast(sayText("copied")));
	return (
		<details className="command">
			<summary>{sayText(ofPage ? "commands" : "command")}</summary>
			<pre>{text}</pre>
			<button type="button" onClick={copy}>
				{sayText("copy")}
			</button>
		</details>
	);
}
