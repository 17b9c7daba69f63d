/** A sentence of the reader's own, which the network reads in the place of its text. */
import { useState } from "react";
import { MOST_SENTENCE, ownSentence } from "../instrument/ownSentence.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { address, setAddress } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { sayCell } from "./cellWords.ts";

export function SentenceForm() {
	const { facts } = useStore(shownModel);
	const read = useStore(ownSentence);
	const [text, setText] = useState(read);
	if (facts?.echo) return null;
	const unknown = read === "" ? [] : (facts?.sentence?.unknown ?? []);
	const back = () => {
		ownSentence.set("");
		setText("");
	};
	return (
		<form
			className="own-sentence"
			onSubmit={(event) => {
				event.preventDefault();
				if (text === "") return;
				const now = address.get();
				setAddress({ ...now, more: { ...now.more, at: "0" } }, "replace");
				ownSentence.set(text);
			}}
		>
			<label htmlFor="own-sentence">{sayCell("sentence")}</label>
			<input
				id="own-sentence"
				value={text}
				maxLength={MOST_SENTENCE}
				spellCheck={false}
				autoComplete="off"
				onChange={({ target }) => setText(target.value)}
			/>
			<button type="submit" disabled={text === ""}>
				{sayCell("sentence.read")}
			</button>
			{read !== "" && (
				<button type="button" className="plain" onClick={back}>
					{sayCell("sentence.back")}
				</button>
			)}
			{unknown.length > 0 && (
				<p className="quiet" role="status">
					{sayCell("sentence.unknown", { characters: unknown.join(" ") })}
				</p>
			)}
		</form>
	);
}
