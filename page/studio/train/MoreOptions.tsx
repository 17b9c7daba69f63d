/** The options that the sentence leaves out, and the reader's own text. */
import { useState } from "react";
import { type Key, say } from "../words/words.ts";
import { Blank } from "./Blank.tsx";
import type { Choice } from "./choices.ts";
import { trainOn } from "./dropText.ts";

const ALWAYS = ["steps", "batch", "optimizer", "init", "omega", "seed"] as const;

export function MoreOptions({ choice }: { choice: Choice }) {
	const names: (keyof Choice)[] = [...ALWAYS];
	if (choice.cell !== "rnn") names.push("forgetBias");
	if (choice.layers !== "1") names.push("dropout");
	return (
		<div className="more-options">
			<dl>
				{names.map((name) => (
					<div key={name}>
						<dt>{say(`option.${name}` as Key)}</dt>
						<dd>
							<Blank name={name} choice={choice} />
						</dd>
					</div>
				))}
			</dl>
			<OwnText />
		</div>
	);
}

function OwnText() {
	const [text, setText] = useState("");
	const [wrong, setWrong] = useState("");
	const use = () => setWrong(trainOn(text) ?? "");
	return (
		<form
			className="own"
			onSubmit={(event) => {
				event.preventDefault();
				use();
			}}
		>
			<label htmlFor="own-text">{say("data.paste")}</label>
			<textarea id="own-text" rows={3} value={text} onChange={(event) => setText(event.target.value)} />
			<p className="quiet">{wrong || say("data.pasteHelp")}</p>
			<button type="submit">{say("data.use")}</button>
		</form>
	);
}
