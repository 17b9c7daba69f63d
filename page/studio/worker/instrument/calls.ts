/** What the worker of the instruments can be asked, by name. */

import { scored, tried } from "./biography.ts";
import { cellBack, cellChange, cellStep, cellText, cellWhy, cellWords } from "./cellCalls.ts";
import { checkedClaim, claimed } from "./claiming.ts";
import { cutCall } from "./lab/cutCall.ts";
import { dialCall } from "./lab/dialCall.ts";
import { lossesCall, walkCall } from "./lab/wallCall.ts";
import { open } from "./open.ts";
import { deviations, extremes, readOn, stretch, symbols } from "./readText.ts";
import { firing, passagePatterns, patternSpans, trackers } from "./trackers.ts";
import { aboutUnit, hold, twoSamples } from "./unitActs.ts";
import { decoded, wholeText } from "./wholeText.ts";

export const CALLS = {
	open,
	...{ symbols, readOn, stretch, extremes, deviations, wholeText, decoded },
	...{ trackers, passagePatterns, patternSpans, firing },
	...{ cellStep, cellText, cellChange, cellWhy, cellBack, cellWords },
	...{ dial: dialCall, walk: walkCall, losses: lossesCall, cut: cutCall },
	...{ aboutUnit, hold, twoSamples, claimed, checkedClaim, scored, tried },
};

export type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type ParamsOf<K extends CallName> = Parameters<Calls[K]>[1];
export type AnswerOf<K extends CallName> = Awaited<ReturnType<Calls[K]>>;
