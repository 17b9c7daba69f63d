/** The words of a space: "lr=.001,.003 hidden=32,64" for a grid, "lr=1e-4..1e-2:log" for a range. */
import { fail } from "../../../../src/errors/index.ts";
import type { SearchSpace } from "../../../../src/index.ts";

type Value = string | number;

/** Number or text of a value as it was typed. */
const numberOrText = (text: string): Value =>
	/^[-+.\d]/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;

/** Lists by option. The command line splits at commas, so a word without "=" belongs to the option before it. */
function listsOf(words: readonly string[], flag: "grid" | "random" | "settings"): [option: string, values: string[]][] {
	const lists: [string, string[]][] = [];
	for (const word of words) {
		const [, option, value] = /^([A-Za-z][\w-]*)=(.+)$/s.exec(word) ?? [];
		const last = lists.at(-1);
		if (option !== undefined) lists.push([camel(option), [value!]]);
		else if (last && !word.includes("=")) last[1].push(word);
		else {
			const forms = flag === "random" ? ["OPTION=A..B", "OPTION=A..B:log"] : ["OPTION=VALUE,VALUE"];
			const where = { place: "flag" } as const;
			throw fail("E_OPTION", {
				option: flag,
				why: { reason: "form", forms, such: ["lr=.001,.003"], got: word },
				where,
			});
		}
	}
	return lists;
}

/** `clip-norm` -> `clipNorm`. */
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

export function gridWords(words: readonly string[]): SearchSpace {
	return Object.fromEntries(listsOf(words, "grid").map(([option, values]) => [option, values.map(numberOrText)]));
}

export function randomWords(words: readonly string[]): SearchSpace {
	return Object.fromEntries(
		listsOf(words, "random").map(([option, values]) => {
			const [, from, to, scale] = /^([-+.\deE]+?)\.\.([-+.\deE]+?)(?::(log|linear))?$/.exec(values[0]!) ?? [];
			if (values.length > 1 || from === undefined) return [option, values.map(numberOrText)];
			const range = { from: Number(from), to: Number(to) };
			return [option, { ...range, ...(scale !== undefined && { scale: scale as "log" | "linear" }) }];
		}),
	);
}

/** One value by option: "lr=.003 hidden=64". */
export function settingsOf(words: readonly string[]): Record<string, Value> {
	return Object.fromEntries(
		listsOf(words, "settings").map(([option, values]) => [option, numberOrText(values.join(","))]),
	);
}
