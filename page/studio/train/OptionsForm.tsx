/**
 * Every option of `sluice train` that a page may set, grouped as in its help, with a filter; and the reader's own data. The
 * form is made from the specs of the command line when the page is built.
 */
import { useEffect, useState } from "react";
import type { Form, FormGroup, FormOption } from "../../../studio/wire/form.ts";
import { useStore } from "../shell/useStore.ts";
import { language, say } from "../words/words.ts";
import { type Choice, isTask, kindOf } from "./choices.ts";
import { giving } from "./giving.ts";
import { foreignOptions } from "./judging.ts";
import { OptionField } from "./OptionField.tsx";
import { OwnData } from "./OwnData.tsx";
import { sortOf } from "./optionNames.ts";

export function OptionsForm({ choice, form }: { choice: Choice; form: Form }) {
	const lang = useStore(language);
	const [filter, setFilter] = useState("");
	const [foreign, setForeign] = useState<readonly string[]>();
	useEffect(() => {
		let here = true;
		foreignOptions(choice).then(
			(names) => here && setForeign(names),
			() => here && setForeign([]),
		);
		return () => void (here = false);
	}, [choice.data, choice.cell]);
	const words = filter.toLowerCase().split(/\s+/);
	const fits = ({ key, flag, about }: FormOption) => {
		const text = `${key} ${flag} ${about.en} ${about.ko}`.toLowerCase();
		return words.every((word) => text.includes(word));
	};
	const groups = foreign ? groupsOf(form, choice, foreign) : [];
	const shown = groups
		.map((group) => ({ ...group, options: group.options.filter(fits) }))
		.filter(({ options }) => options.length > 0);
	return (
		<div className="more-options">
			<p className="filter">
				<label htmlFor="option-filter">{say("form.filter")}</label>
				<input
					id="option-filter"
					type="search"
					value={filter}
					autoComplete="off"
					onChange={(event) => setFilter(event.target.value)}
				/>
				<span className="quiet" role="status">
					{foreign && filter !== "" && say("form.found", { n: shown.flatMap(({ options }) => options).length })}
				</span>
			</p>
			<section className="option-groups" aria-label={say("train.more")}>
				{shown.map(({ name, title, options }) => (
					<fieldset key={name}>
						<legend>{title[lang]}</legend>
						{options.map((option) => (
							<OptionField key={option.key} option={option} choice={choice} />
						))}
					</fieldset>
				))}
			</section>
			{!useStore(giving) && <OwnData />}
		</div>
	);
}

/** The groups of the help, with the options that this choice has; those of its task come first. */
function groupsOf(form: Form, choice: Choice, foreign: readonly string[]): FormGroup[] {
	const own = isTask(choice.data)
		? form.tasks.find(({ name }) => name === choice.data.slice("task:".length))
		: undefined;
	const task = own ? [{ name: "task", title: own.about, options: own.options }] : [];
	const groups = form.groups.map((group) => ({
		...group,
		options: group.options.filter(({ key }) => !foreign.includes(key) && isHere(key, choice)),
	}));
	return [...task, ...groups];
}

/** Whether an option that the trainer's parser does not judge belongs to the choice. */
function isHere(key: string, choice: Choice): boolean {
	if (key === "k2") return kindOf(choice) === "text"; // elsewhere k1 sets both
	if (key === "forgetBias") return choice.cell !== "rnn";
	return sortOf(key, choice.data) !== undefined;
}
