/** From a finding of Train to the study of remedies on the same data, sizes and seed. */
import type { Remedy } from "../../../src/diagnosis/findings.ts";
import { go } from "../shell/location.ts";
import { type Choice, isSeries, isTask, TEXTS } from "./choices.ts";

/** Set by the button alone, so that no link starts a training. */
let wanted = false;
let suggested: string | null = null;

/** True once after the button was pressed. */
export function takeWanted(): boolean {
	const now = wanted;
	wanted = false;
	return now;
}

/** The remedy that the finding named, as the study names it; null if it named none. */
export const suggestedRemedy = (): string | null => suggested;

/** Whether the study can train on these data: tasks without further options, and the texts of the page. */
export function canTryOnSeed({ data, cell, further }: Choice): boolean {
	const known = isTask(data) || data === "own" || (TEXTS as readonly string[]).includes(data);
	return known && !isSeries(data) && cell !== "esn" && Object.keys(further).length === 0;
}

/** The arm of a remedy; undefined if the study has none. */
function armOf({ id, options }: Pick<Remedy, "id" | "options">): readonly [arm: string, remedy: string] | undefined {
	if (id === "cell-lstm" || id === "forget-bias") {
		const bias = String(options.forgetBias ?? "");
		if (bias.startsWith("chrono:")) return ["chrono", `lstm+${bias}`];
		if (bias === "3") return ["forget", "lstm+forget-bias:3"];
		return ["lstm", "lstm"];
	}
	if (id === "omega") return ["omega", `omega:${options.omega}`];
	if (id === "init-orthogonal") return ["orthogonal", "orthogonal"];
	if (id === "clip-norm") return ["clip", `clip:${options.clipNorm}`];
	return undefined;
}

const FIRST = ["none", "truncation", "omega", "clip", "orthogonal", "identity", "lstm", "esn"];

/** Opens the study and starts it. */
export function tryOnThisSeed(choice: Choice, remedies: readonly Pick<Remedy, "id" | "options">[]): void {
	const found = remedies.flatMap((remedy) => [armOf(remedy)].filter((one) => one !== undefined));
	const words: Record<string, string> = {
		...{ on: isTask(choice.data) ? choice.data.slice("task:".length) : choice.data, seed: choice.seed },
		...{ steps: choice.steps, hidden: choice.hidden, batch: choice.batch, lr: choice.lr },
		...(isTask(choice.data) ? { length: lengthOf(choice.length) } : { k2: choice.k2 }),
		...(Number(choice.omega) > 0 && { omega: choice.omega }),
	};
	for (const { id, options } of remedies) {
		if (id === "clip-norm") words.clip = String(options.clipNorm);
		if (id === "omega") words.omega = String(options.omega);
	}
	const more = found.map(([arm]) => arm).filter((arm) => !FIRST.includes(arm));
	if (more.length > 0) words.arms = [...FIRST, ...more].join(":");
	suggested = found[0]?.[1] ?? null;
	wanted = true;
	const at = Object.entries(words).map(([name, value]) => `${name}=${value}`);
	go("lab", { lab: "remedies", at: at.join(",") });
}

/** Sequences of a task differ in length by a tenth, as in Train. */
const lengthOf = (length: string) => (/^\d+$/.test(length) ? `${length}..${Math.round(1.1 * Number(length))}` : length);
