/** The reader's own text or table of numbers, pasted. */
import { useState } from "react";
import { say } from "../words/words.ts";
import { trainOn } from "./dropText.ts";

export function OwnData() {
	const [text, setText] = useState("");
	const [wrong, setWrong] = useState("");
	const use = async () => setWrong((await trainOn(text, "")) ?? "");
	return (
		<form
			className="own"
			onSubmit={(event) => {
				event.preventDefault();
				void use();
			}}
		>
			<label htmlFor="own-text">{say("data.paste")}</label>
			<textarea id="own-text" rows={3} value={text} onChange={(event) => setText(event.target.value)} />
			<p className="quiet">{wrong || say("data.pasteHelp")}</p>
			<button type="submit">{say("data.use")}</button>
		</form>
	);
}
