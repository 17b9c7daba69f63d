/** Saves the text of the page that a command reads, to lie next to it. */
import { save } from "../../kit/saveFile.ts";
import { textOf } from "../train/texts.ts";
import { sayInstrument } from "./instrumentWords.ts";

/** @param command one that reads `sluice-c.txt` or another text of the page; nothing is shown for others */
export function SaveText({ command }: { command: string }) {
	const [file, text] = /\bsluice-(c|en|ko|own)\.txt/.exec(command) ?? [];
	if (text === undefined) return null;
	const keep = () => void textOf(text).then((words) => save(file!, "text/plain;charset=utf-8", words));
	return (
		<p className="row save-text">
			<span className="quiet">{sayInstrument("reads", { file: file! })}</span>{" "}
			<button type="button" onClick={keep}>
				{sayInstrument("saveText", { file: file! })}
			</button>
		</p>
	);
}
