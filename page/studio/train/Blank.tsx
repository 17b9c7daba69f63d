/** One blank of the sentence: a list that looks like a word. */

import type { ReactNode } from "react";
import { session } from "../live/session.ts";
import { address } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { type BlankName, CHOICES, type Choice, isOfMachine, TASKS, TEXTS } from "./choices.ts";
import { choiceWords } from "./choiceWords.ts";
import { GIVE, giving } from "./giving.ts";
import { machineTexts } from "./machineTexts.ts";
import { columnsOf, ownSeries } from "./ownSeries.ts";
import { hasOwnText } from "./texts.ts";
import { choose } from "./trainActs.ts";

export function Blank({ name, choice }: { name: BlankName; choice: Choice }) {
	const value = choice[name];
	const option = (one: string) => (
		<option key={one} value={one}>
			{choiceWords(name, one, choice)}
		</option>
	);
	return (
		<select
			className="blank"
			id={`blank-${name}`}
			aria-label={say(`option.${name}`)}
			value={value}
			{...lockedProps(address.get().lock.includes(name))}
			onChange={({ target }) => {
				if (target.value === GIVE) giving.set(true);
				else void choose(name, target.value);
			}}
		>
			{name === "data" ? (
				<DataOffers option={option} chosen={value} />
			) : name === "place" ? (
				<PlaceOffers choice={choice} />
			) : (
				offersOf(name, choice).map(option)
			)}
		</select>
	);
}

function offersOf(name: BlankName, choice: Choice): readonly string[] {
	const { offers } = CHOICES[name];
	const values = name === "target" ? columnOffers(choice.data) : offers;
	return values.includes(choice[name]) ? values : [...values, choice[name]];
}

/** The columns by number, the last one as such, and all of them. */
function columnOffers(data: string): string[] {
	const n = columnsOf(data).length;
	return [...Array.from({ length: Math.max(0, n - 1) }, (_, k) => String(k + 1)), "last", ...(n > 1 ? ["all"] : [])];
}

/** The reader's own data are named also while the page lacks them, and the last entry is where to give them. */
function DataOffers({ option, chosen }: { option(one: string): ReactNode; chosen: string }) {
	const { given, catalogue } = useStore(machineTexts);
	const series = useStore(ownSeries) !== null;
	const own = [
		...(hasOwnText() || chosen === "own" ? ["own"] : []),
		...(series || chosen === "series" ? ["series"] : []),
	];
	return (
		<>
			<optgroup label={say("data.texts")}>
				{[...TEXTS, ...own].map(option)}
				<option value={GIVE}>{say("data.give")}</option>
			</optgroup>
			{(given.length > 0 || catalogue.length > 0) && (
				<optgroup label={say("data.ofMachine")}>
					{given.map(({ id, kind }) => option(`${kind === "series" ? "series" : "given"}:${id}`))}
					{catalogue.map(({ name }) => option(`catalogue:${name}`))}
				</optgroup>
			)}
			<optgroup label={say("data.tasks")}>{TASKS.map((task) => option(`task:${task}`))}</optgroup>
		</>
	);
}

/** A place that cannot be chosen says why. */
function PlaceOffers({ choice }: { choice: Choice }) {
	const state = useStore(session);
	const alone = state !== "open";
	const not = state === "exported" ? "train.onMachineExported" : "train.onMachineNot";
	const machineOnly = isOfMachine(choice.data);
	return (
		<>
			<option value="page" disabled={machineOnly}>
				{say(machineOnly ? "train.inPageNot" : "train.inPage")}
			</option>
			<option value="machine" disabled={alone}>
				{say(alone && choice.place !== "machine" ? not : "train.onMachine")}
			</option>
		</>
	);
}
