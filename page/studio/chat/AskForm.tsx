/** The question, and how its reply is drawn. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { MOST_QUESTION } from "../../../studio/wire/chatMessages.ts";
import { plain } from "../../kit/numbers.ts";
import { isLocked } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { fits, SETTING_NAMES, SETTINGS, type SettingName, setSetting, settingsNow } from "./chatAddress.ts";
import { settingsOf } from "./chatCommand.ts";
import { ask, stopAsking } from "./chatState.ts";
import { sayChat } from "./chatWords.ts";
import type { Turn } from "./turn.ts";

/** What was typed and is no value of its setting. */
interface Refused {
	name: SettingName;
	typed: string;
	/** Whether the field has the old value again. */
	back: boolean;
}

export function AskForm({ run, busy }: { run: Turn["run"]; busy: boolean }) {
	const field = useRef<HTMLInputElement>(null);
	const [refused, setRefused] = useState<Refused | null>(null);
	const now = settingsNow();
	const used = settingsOf({ question: "", ...now });
	useEffect(() => {
		// a keyboard on the screen of a phone would cover the page
		if (matchMedia("(pointer: fine)").matches && isFree()) field.current!.focus({ preventScroll: true });
	}, []);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const question = field.current!.value.trim();
		if (busy || question === "") return;
		field.current!.value = "";
		setRefused(null);
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
					<Setting
						key={name}
						name={name}
						value={now[name]}
						unused={name !== "beams" && !used.includes(name)}
						say={setRefused}
					/>
				))}
			</fieldset>
			{refused && (
				<p className="bad" role="alert">
					{refusalWords(refused)}
				</p>
			)}
			<p className="quiet">
				{sayChat("beams.help")} {sayChat("seed.next")}
			</p>
		</div>
	);
}

/** Whether the focus is nowhere, or where the reader came from: a link of the menu. */
function isFree(): boolean {
	const { activeElement: at } = document;
	return at === null || at === document.body || at.closest("nav") !== null;
}

function refusalWords({ name, typed, back }: Refused): string {
	const { least, most } = SETTINGS[name];
	const why = sayChat(SETTINGS[name].whole ? "wrong.whole" : "wrong", {
		...{ name: sayChat(name), least: plain(least), most: plain(most) },
	});
	if (!back) return why;
	const words = { name: sayChat(name), lower: sayChat(name).toLowerCase(), value: plain(settingsNow()[name]) };
	return typed.trim() === ""
		? `${sayChat("wrong.empty", words)} ${why}`
		: `${sayChat("wrong.back", { ...words, typed: typed.slice(0, 20) })} ${why}`;
}

interface SettingCall {
	name: SettingName;
	value: number;
	/** Whether the other settings leave it without effect. */
	unused: boolean;
	say(refused: Refused | null): void;
}

/** A number that is taken when it is one of the setting. Otherwise its bounds are shown, also after the field has its old value again. */
function Setting({ name, value, unused, say }: SettingCall) {
	const [typed, setTyped] = useState<string | null>(null);
	const wrong = typed !== null && !fits(name, typed);
	return (
		<label>
			<span>{sayChat(name)}</span>{" "}
			<input
				inputMode="decimal"
				autoComplete="off"
				value={typed ?? String(value)}
				aria-invalid={wrong}
				{...(unused ? { disabled: true } : lockedProps(isLocked(SETTINGS[name].word)))}
				onChange={({ target }) => {
					setTyped(target.value);
					const good = fits(name, target.value);
					say(good ? null : { name, typed: target.value, back: false });
					if (good) setSetting(name, Number(target.value));
				}}
				onBlur={() => {
					setTyped(null);
					if (wrong) say({ name, typed, back: true });
				}}
			/>
		</label>
	);
}
