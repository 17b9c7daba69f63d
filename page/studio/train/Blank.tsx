/** One blank of the sentence: a list that looks like a word. */
import { address } from "../shell/location.ts";
import { type Key, say } from "../words/words.ts";
import { CHOICES, type Choice, TASKS, TEXTS } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import { hasOwnText } from "./texts.ts";
import { choose } from "./trainState.ts";

export function Blank({ name, choice }: { name: keyof Choice; choice: Choice }) {
	const value = choice[name];
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
			disabled={address.get().lock.includes(name)}
			onChange={(event) => choose(name, event.target.value)}
		>
			{name !== "data" ? (
				values.map(option)
			) : (
				<>
					<optgroup label={say("data.texts")}>{[...TEXTS, ...(hasOwnText() ? ["own"] : [])].map(option)}</optgroup>
					<optgroup label={say("data.tasks")}>{TASKS.map((task) => option(`task:${task}`))}</optgroup>
				</>
			)}
		</select>
	);
}
