/** One option of the form: its field, what it means, its range and default, and why a value was refused. */

import type { FormOption } from "../../../studio/wire/form.ts";
import { address } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { type Lang, language, say } from "../words/words.ts";
import { CHOICES, type Choice, DEFAULTS, isBlank, kindOf, valueIn } from "./choices.ts";
import { choose, refused } from "./trainActs.ts";
import { optionsOf } from "./trainedOptions.ts";

interface FieldCall {
	option: FormOption;
	choice: Choice;
}

export function OptionField({ option, choice }: FieldCall) {
	const lang = useStore(language);
	const wrong = useStore(refused);
	const { key, flag, about } = option;
	const id = `field-${key}`;
	const refusal = wrong?.key === key || wrong?.refusal.option === key ? wrong.refusal : undefined;
	const changed = valueIn(choice, key) !== valueIn(DEFAULTS, key);
	return (
		<div className={changed ? "option changed" : "option"}>
			<label htmlFor={id}>{about[lang]}</label>
			<span className="field">
				<Control {...{ option, choice, id }} refused={refusal !== undefined} />
				{changed && !address.get().lock.includes(key) && (
					<button
						type="button"
						className="plain"
						aria-label={say("form.reset", { flag })}
						title={say("form.reset", { flag })}
						onClick={() => {
							document.getElementById(id)?.focus();
							void choose(key, undefined);
						}}
					>
						↺
					</button>
				)}
			</span>
			<span className="quiet facts" id={`${id}-facts`}>
				<code>{flag}</code> {factsOf(option, choice, lang)}
			</span>
			{refusal && (
				<span className="refused" role="alert" id={`${id}-refused`}>
					{refusal.message[lang]} {say("form.nothingStarted")}
				</span>
			)}
		</div>
	);
}

function Control({ option, choice, id, refused: bad }: FieldCall & { id: string; refused: boolean }) {
	const lang = useStore(language);
	const { key, kind } = option;
	const value = valueIn(choice, key) ?? "";
	const usual = defaultOf(option, choice, lang);
	const shared = {
		...{ id, "aria-invalid": bad || undefined, ...lockedProps(address.get().lock.includes(key)) },
		"aria-describedby": bad ? `${id}-facts ${id}-refused` : `${id}-facts`,
	};
	const take = (next: string) => void choose(key, next === "" ? undefined : next);
	if (kind === "switch")
		return (
			<input
				{...shared}
				type="checkbox"
				checked={value === "true"}
				onChange={(event) => take(event.target.checked ? "true" : "")}
			/>
		);
	if (kind === "choice") {
		const { choices = [], choicesBy } = option;
		const list = choicesBy?.lists[choice.cell] ?? choices;
		return (
			<select {...shared} value={value} onChange={(event) => take(event.target.value)}>
				{!isBlank(key) && <option value="">{say("form.byDefault", { value: usual })}</option>}
				{list.map((one) => (
					<option key={one} value={one}>
						{one}
					</option>
				))}
			</select>
		);
	}
	const offers = isBlank(key) ? CHOICES[key].offers : [];
	return (
		<>
			<input
				{...shared}
				key={value}
				type="text"
				inputMode={kind === "whole" ? "numeric" : kind === "number" ? "decimal" : "text"}
				list={offers.length > 0 ? `${id}-offers` : undefined}
				defaultValue={value}
				placeholder={usual}
				autoComplete="off"
				spellCheck={false}
				onBlur={(event) => event.target.value !== value && take(event.target.value.trim())}
				onKeyDown={(event) => event.key === "Enter" && take(event.currentTarget.value.trim())}
			/>
			{offers.length > 0 && (
				<datalist id={`${id}-offers`}>
					{offers.map((one) => (
						<option key={one} value={one} />
					))}
				</datalist>
			)}
		</>
	);
}

/** The value without the option; of a blank, what the page begins with. The page cuts windows of a text itself. */
function defaultOf({ key, value, unset }: FormOption, choice: Choice, lang: Lang): string {
	if (isBlank(key) && CHOICES[key].first !== "default") return CHOICES[key].first;
	if (key === "k1" && kindOf(choice) === "text") return String(optionsOf({ ...choice, further: {} }).k1);
	return unset?.[lang] ?? (value === null || value === "" ? "–" : shortly(value));
}

function factsOf(option: FormOption, choice: Choice, lang: Lang): string {
	const { kind, min, max, unit } = option;
	const facts: string[] = [];
	if (unit) facts.push(unit[lang]);
	if (min !== undefined && max !== undefined) facts.push(say("form.range", { min: shortly(min), max: shortly(max) }));
	if (kind !== "switch") facts.push(say("form.default", { value: defaultOf(option, choice, lang) }));
	return facts.join(", ");
}

/** Large numbers as powers, as the help writes them. */
const shortly = (value: unknown) =>
	typeof value === "number" && Math.abs(value) >= 1e6 ? value.toExponential().replace("e+", "e") : String(value);
