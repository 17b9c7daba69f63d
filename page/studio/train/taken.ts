/** The same training as a command and as a program. */
import { quoted } from "../../kit/shellWord.ts";
import { type Choice, isSeries, isTask } from "./choices.ts";
import { seriesColumn } from "./ownSeries.ts";
import { dataOptionsOf, optionsOf, type Plain, taskOptionsOf } from "./trainedOptions.ts";

/** The file that the command reads, which the reader saves next to it; null for a task, which needs none. */
export const fileOf = ({ data }: Choice) =>
	isTask(data) ? null : isSeries(data) ? "sluice-series.csv" : pageFile(data);
/** The file as which the reader saves a text of the page. */
export const pageFile = (text: string) => `sluice-${text}.txt`;

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const flag = ([key, value]: [string, Plain | undefined]) =>
	value === true ? `--${kebab(key)}` : `--${kebab(key)} ${quoted(String(value!))}`;

/** Options of the data, with the column that a series forecasts. */
const dataOf = (choice: Choice): Partial<Record<string, Plain>> => ({
	...(isSeries(choice.data) && { target: seriesColumn(choice.data, choice.target) }),
	...dataOptionsOf(choice),
});

/** "task:copying:values=4,positions=3" */
export function taskWord(choice: Choice): string {
	const pairs = Object.entries(taskOptionsOf(choice)).map(([key, value]) => `${key}=${value}`);
	return pairs.length === 0 ? choice.data : `${choice.data}:${pairs.join(",")}`;
}

export function commandOf(choice: Choice): string {
	const data = fileOf(choice) ?? taskWord(choice);
	const flags = [...Object.entries(dataOf(choice)), ...Object.entries(optionsOf(choice))].map(flag);
	return `npx sluice train ${data} ${flags.join(" ")} --engine wasm-plain`;
}

export function typescriptOf(choice: Choice): string {
	const from = isTask(choice.data) ? "task" : isSeries(choice.data) ? "series" : "text";
	const { header, ...others } = dataOf(choice);
	const own = { ...others, ...(header !== undefined && { header: header === "yes" }) };
	const words = isTask(choice.data) ? [taskWord(choice).slice(5)] : [fileOf(choice), ...(hasAny(own) ? [own] : [])];
	const data = `${from}(${words.map((word) => JSON.stringify(word)).join(", ")})`;
	const options = JSON.stringify(optionsOf(choice), null, "\t");
	return `import { ${from}, train } from "sluice";\n\nawait train({ data: ${data}, options: ${options}, engine: "wasm-plain" });`;
}

const hasAny = (object: object) => Object.keys(object).length > 0;
