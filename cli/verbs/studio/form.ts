/**
 * The form of a training for the studio's page: every option of `sluice train` that a page may set, in both languages.
 * The server answers with it, and the build of the page puts it into a part that is loaded with "More options".
 */
import { flagOf } from "../../../src/errors/option.ts";
import type { Form, FormGroup, FormOption } from "../../../studio/wire/form.ts";
import type { Words } from "../../../studio/wire.ts";
import type { Flag, Flags, Group } from "../../flags/flag.ts";
import type { Rule } from "../../flags/rules.ts";
import { byChoice, say } from "../../help.ts";
import type { Library } from "../../io.ts";
import type { MessageKey, PlainKey, Translate } from "../../messages/catalogue.ts";
import { messagesFor } from "../../messages/index.ts";
import { train } from "../train/spec.ts";
import { LEFT_OUT } from "./leftOut.ts";

/** Options that a page may set, in the order of the help. None of them can hold a path or an address. */
export const FORM_FLAGS: Flags = Object.fromEntries(
	Object.entries(train.flags).filter(([key]) => !Object.hasOwn(LEFT_OUT, key)),
);

/** A text in both languages. */
type Both = (tell: (t: Translate) => string) => Words;

/** @param library the names of the tasks and their options */
export async function formOf({ TASK_NAMES, taskOptions }: Pick<Library, "TASK_NAMES" | "taskOptions">): Promise<Form> {
	const [en, ko] = await Promise.all([messagesFor("en"), messagesFor("ko")]);
	const both: Both = (tell) => ({ en: tell(en), ko: tell(ko) });
	const groups = new Map<Group, FormGroup>();
	for (const [key, flag] of Object.entries(FORM_FLAGS)) {
		const title = both((t) => t(`group.${flag.group}`).replace(/:$/, ""));
		const group = groups.get(flag.group) ?? { name: flag.group, title, options: [] };
		groups.set(flag.group, group);
		group.options.push(optionOf(key, flag, both));
	}
	const plain = (t: Translate, key: string) => t(key as PlainKey);
	const tasks = TASK_NAMES.filter((name) => name !== "music").map((name) => ({
		name,
		about: both((t) => plain(t, `task.${name}`)),
		options: taskOptions(name).options.map(
			(key): FormOption => ({
				...{ key, flag: `${key}=`, about: both((t) => plain(t, `taskOption.${key}`)), value: null },
				kind: key === "all" ? "switch" : key === "tolerance" ? "number" : "whole",
			}),
		),
	}));
	return { groups: [...groups.values()], tasks };
}

function optionOf(key: string, flag: Flag, both: Both): FormOption {
	const { rule, about, unit, unset, choices } = flag;
	const words = unset && "words" in unset ? both((t) => say(t, unset)) : undefined;
	const perCell = unset && "per" in unset ? byChoice(unset.per, key) : undefined;
	return {
		...{ key, flag: flagOf(key), about: both((t) => t(about)), ...kindOf(rule, choices) },
		value: words || perCell ? null : (defaultOf(flag) ?? null),
		...(words && { unset: words }),
		...(perCell !== undefined && { unset: { en: perCell, ko: perCell } }),
		...(unit && { unit: both((t) => t(`unit.${unit}` satisfies MessageKey)) }),
	};
}

function defaultOf({ rule, unset }: Flag): string | number | boolean | undefined {
	if (unset && "value" in unset) return unset.value;
	if (rule.kind === "switch") return false;
	return "default" in rule ? rule.default : undefined;
}

function kindOf(
	rule: Rule,
	choices: Flag["choices"],
): Pick<FormOption, "kind" | "min" | "max" | "choices" | "choicesBy"> {
	if (choices) {
		const lists = Object.fromEntries(Object.entries(choices).map(([name, list]) => [name, [...list]]));
		return { kind: "choice", choices: [...new Set(Object.values(lists).flat())], choicesBy: { option: "cell", lists } };
	}
	switch (rule.kind) {
		case "whole":
		case "number":
			return { kind: rule.kind, min: rule.min, max: rule.max };
		case "choice":
			return { kind: "choice", choices: [...rule.of] };
		case "switch":
			return { kind: "switch" };
		default:
			return { kind: "words" };
	}
}
