/** What is played, in one sentence: the size at both ends, and where the sound stops. */
import { powerOfTen } from "../../../kit/numbers.ts";
import { sayLab } from "../labWords.ts";
import type { Tone } from "./tones.ts";

/** @param what whose gradient it is. */
export function heardWords(what: string, tones: readonly Tone[]): string {
	const heard = tones.filter(({ kind }) => kind === "tone");
	const [first, last] = [heard[0], heard.at(-1)];
	if (!first || !last) return sayLab("hear.none", { what });
	const facts = {
		...{ what, from: first.lag, to: last.lag, first: powerOfTen(first.log10!), last: powerOfTen(last.log10!) },
		...{ high: Math.round(first.hz!), low: Math.round(last.hz!) },
	};
	const click = tones.find(({ kind }) => kind === "click");
	const said = sayLab("hear.said", facts);
	if (!click) return said;
	return `${said} ${sayLab(click.log10 === null ? "hear.atCut" : "hear.atZero", { lag: click.lag })}`;
}
