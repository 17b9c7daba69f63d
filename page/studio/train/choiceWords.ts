/** A blank's value in words: "64 units", "no norm", "C source code". */
import { type Key, say } from "../words/words.ts";
import { type Choice, DEFAULTS, isBlank, isOfMachine } from "./choices.ts";
import { machineTextName } from "./machineTexts.ts";
import { ownSeries, seriesColumn } from "./ownSeries.ts";

/** @param choice whose series has the columns; only `target` needs it */
export function choiceWords(key: string, value: string, choice: Choice = DEFAULTS): string {
	if (key === "data" && isOfMachine(value)) return machineTextName(value);
	if (key === "data" && value === "series") return ownSeries.get()?.name ?? say("data.series");
	if (key === "target") return value === "all" ? say("data.allColumns") : seriesColumn(choice.data, value);
	if (key === "place") return say(value === "page" ? "train.inPage" : "train.onMachine");
	if (key === "data") return say((value.startsWith("task:") ? `data.task.${value.slice(5)}` : `data.${value}`) as Key);
	if (key === "cell") return value.toUpperCase();
	if (key === "layers") return value === "1" ? say("train.layer.1") : say("train.layer", { n: value });
	if (key === "hidden") return say("train.units", { n: value });
	if (key === "k2" || key === "length") return say("train.steps", { n: value });
	if (key === "clipNorm" && value === "0") return say("train.noClip");
	if (value === "default") return say("train.default");
	return value;
}

/** What an option is called: the words of a blank, the flag of any other. */
export const optionName = (key: string): string =>
	isBlank(key) ? say(`option.${key}`) : `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
