/** What the worker of the instruments can be asked, by name. */

import { scored, tried } from "./biography.ts";
import { cellBack, cellChange, cellStep, cellStretch, cellText, cellWhy, cellWords } from "./cellCalls.ts";
import { checkedClaim, claimed, learned } from "./claiming.ts";
import { duel, partTexts } from "./duel.ts";
import { cutCall } from "./lab/cutCall.ts";
import { dialCall } from "./lab/dialCall.ts";
import { lossesCall, walkCall } from "./lab/wallCall.ts";
import { open } from "./open.ts";
import { extremes, readOn, stretch, symbols, unitsSeen } from "./readText.ts";
import { unitOver } from "./seeking.ts";
import { matchIn, similar } from "./similarCalls.ts";
import { firing, passagePatterns, patternSpans, placesIn, trackers } from "./trackers.ts";
import { contrast, explained, openOther } from "./twoNetworks.ts";
import { typed } from "./typing.ts";
import { aboutUnit, heldMean, hold, twoSamples } from "./unitActs.ts";
import { decoded, wholeText } from "./wholeText.ts";

export const CALLS = {
	open,
	...{ symbols, readOn, stretch, extremes, unitsSeen, wholeText, decoded },
	...{ trackers, passagePatterns, patternSpans, firing, placesIn },
	...{ cellStep, cellText, cellStretch, cellChange, cellWhy, cellBack, cellWords },
	...{ typed, duel, partTexts, unitOver },
	...{ dial: dialCall, walk: walkCall, losses: lossesCall, cut: cutCall },
	...{ openOther, contrast, explained, similar, matchIn },
	...{ aboutUnit, hold, heldMean, twoSamples, claimed, checkedClaim, learned, scored, tried },
};

export type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type ParamsOf<K extends CallName> = Parameters<Calls[K]>[1];
export type AnswerOf<K extends CallName> = Awaited<ReturnType<Calls[K]>>;
