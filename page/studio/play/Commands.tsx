/** Commands that print what a panel shows, to copy; and the files that they need, to save. */

import { shownModel } from "../instrument/shownModel.ts";
import { toast } from "../shell/toasts.ts";
import { useStore } from "../shell/useStore.ts";
import { sayPlay } from "./playWords.ts";
import { STORED_FILES, saveWeights } from "./storedFiles.ts";

interface CommandsCall {
	lines: readonly string[];
	/** Other files that they read. */
	files?: readonly { name: string; save(): void }[];
}

export function PlayCommands({ lines, files = [] }: CommandsCall) {
	const { stored } = useStore(shownModel).name;
	const words = lines.join("\n");
	const copy = () => void navigator.clipboard.writeText(words).then(() => toast(() => sayPlay("copied")));
	return (
		<details className="play-command">
			<summary>{sayPlay("command")}</summary>
			<pre>{words}</pre>
			<p className="row">
				<button type="button" onClick={copy}>
					{sayPlay("copy")}
				</button>
				{stored !== null && (
					<button type="button" onClick={() => void saveWeights(stored)}>
						{sayPlay("save", { file: STORED_FILES[stored].weights })}
					</button>
				)}
				{files.map(({ name, save }) => (
					<button key={name} type="button" onClick={save}>
						{sayPlay("save", { file: name })}
					</button>
				))}
			</p>
		</details>
	);
}
