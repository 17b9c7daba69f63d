/** The question, and how its reply is drawn. */
import { type FormEvent, useRef, useState } from "react";
import { MOST_QUESTION } from "../../../studio/wire/chatMessages.ts";
import { plain } from "../../kit/numbers.ts";
import { isLocked } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { fits, SETTING_NAMES, SETTINGS, type SettingName, setSetting, settingsNow } from "./chatAddress.ts";
import { ask, stopAsking, type Turn } from "./chatState.ts";
import { sayChat } from "./chatWords.ts";

export function AskForm({ run, busy }: { run: Turn["run"]; busy: boolean }) {
	const field = useRef<HTMLInputElement>(null);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const question = field.current!.value.trim();
		if (busy || question === "") return;
		field.current!.value = "";
		void ask(run, question);
	};
	return (
		<div className="chat-ask">
			<form onSubmit={submit}>
				<label>
					<span className="unseen">{sayChat("question")}</span>
					<input ref={field} maxLength={MOST_QUESTION} autoComplete="off" placeholder={sayChat("question")} />
				</label>
				{busy ? (
					<button type="button" onClick={stopAsking}>
						{sayChat("stop")}
					</button>
				) : (
					<button type="submit" className="play">
						{sayChat("ask")}
					</button>
				)}
			</form>
			<fieldset>
				<legend className="unseen">{sayChat("settings")}</legend>
				{SETTING_NAMES.map((name) => (
					<Setting key={name} name={name} value={settingsNow()[name]} />
				))}
			</fieldset>
			<p className="quiet">
				{sayChat("beams.help")} {sayChat("seed.next")}
			</p>
		</div>
	);
}

/** A number that is taken when it is one of the setting; until then what is typed stays, with the bounds. */
function Setting({ name, value }: { name: SettingName; value: number }) {
	const [typed, setTyped] = useState<string | null>(null);
	const wrong = typed !== null && !fits(name, typed);
	const { word, least, most } = SETTINGS[name];
	return (
		<label>
			{sayChat(name)}{" "}
			<input
				inputMode="decimal"
				autoComplete="off"
				value={typed ?? String(value)}
				aria-invalid={wrong}
				title={wrong ? sayChat("wrong", { name: sayChat(name), least: plain(least), most: plain(most) }) : undefined}
				{...lockedProps(isLocked(word))}
				onChange={({ target }) => {
					setTyped(target.value);
					if (fits(name, target.value)) setSetting(name, Number(target.value));
				}}
				onBlur={() => setTyped(null)}
			/>
			{wrong && (
				<span className="bad" role="alert">
					{sayChat("wrong", { name: sayChat(name), least: plain(least), most: plain(most) })}
				</span>
			)}
		</label>
	);
}
