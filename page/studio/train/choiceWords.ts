/** A blank's value in words: "64 units", "no norm", "C source code". */
import { type Key, say } from "../words/words.ts";
import { type Choice, isOfMachine } from "./choices.ts";
import { machineTextName } from "./machineTexts.ts";

export function choiceWords(key: keyof Choice, value: string): string {
	if (key === "data" && isOfMachine(value)) return machineTextName(value);
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
