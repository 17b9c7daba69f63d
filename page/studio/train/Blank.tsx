/** One blank of the sentence: a list that looks like a word. */
import { session } from "../live/session.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { type Key, say } from "../words/words.ts";
import { CHOICES, type Choice, TASKS, TEXTS } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import { machineTexts } from "./machineTexts.ts";
import { hasOwnText } from "./texts.ts";
import { choose } from "./trainState.ts";

export function Blank({ name, choice }: { name: keyof Choice; choice: Choice }) {
	const value = choice[name];
	const { given, catalogue } = useStore(machineTexts);
	const alone = useStore(session) !== "open";
	const { offers } = CHOICES[name];
	const values = offers.includes(value) ? offers : [...offers, value];
	const option = (one: string) => (
		<option key={one} value={one}>
			{choiceWords(name, one)}
		</option>
	);
	return (
		<select
			className="blank"
			id={`blank-${name}`}
			aria-label={say(`option.${name}` as Key)}
			value={value}
			disabled={address.get().lock.includes(name) || (name === "place" && alone)}
			onChange={(event) => choose(name, event.target.value)}
		>
			{name !== "data" ? (
				values.map(option)
			) : (
				<>
					<optgroup label={say("data.texts")}>{[...TEXTS, ...(hasOwnText() ? ["own"] : [])].map(option)}</optgroup>
					{(given.length > 0 || catalogue.length > 0) && (
						<optgroup label={say("data.ofMachine")}>
							{given.map(({ id }) => option(`given:${id}`))}
							{catalogue.map(({ name }) => option(`catalogue:${name}`))}
						</optgroup>
					)}
					<optgroup label={say("data.tasks")}>{TASKS.map((task) => option(`task:${task}`))}</optgroup>
				</>
			)}
		</select>
	);
}
