/** The reader's own text or table of numbers, pasted. While something is pasted, its button is the one to press. */
import { useEffect, useRef, useState } from "react";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { trainOn } from "./dropText.ts";
import { draft, giving } from "./giving.ts";

export function OwnData() {
	const text = useStore(draft);
	const opened = useStore(giving);
	const [wrong, setWrong] = useState("");
	const field = useRef<HTMLTextAreaElement>(null);
	useEffect(() => {
		if (opened) field.current?.focus();
	}, [opened]);
	const use = async () => {
		const why = await trainOn(text, "");
		setWrong(why ?? "");
		if (why === undefined) close();
	};
	return (
		<form
			className="own"
			onSubmit={(event) => {
				event.preventDefault();
				void use();
			}}
		>
			<label htmlFor="own-text">{say("data.paste")}</label>
			<textarea id="own-text" ref={field} rows={3} value={text} onChange={(event) => draft.set(event.target.value)} />
			<p className={wrong === "" ? "quiet" : "bad"} role={wrong === "" ? undefined : "alert"}>
				{wrong || say("data.pasteHelp")}
			</p>
			<p className="row">
				<button type="submit" className={text === "" ? undefined : "play"}>
					{say("data.use")}
				</button>
				{opened && (
					<button type="button" className="plain" onClick={close}>
						{say("palette.close")}
					</button>
				)}
			</p>
		</form>
	);
}

function close(): void {
	giving.set(false);
	draft.set("");
}
