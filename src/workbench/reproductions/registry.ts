/** All reproductions, in display order. */
import { adding1997 } from "./adding1997.ts";
import { attentionPath } from "./attentionPath.ts";
import { bifurcation } from "./bifurcation.ts";
import { errorWall } from "./errorWall.ts";
import { irnnAdding } from "./irnnAdding.ts";
import { mackeyGlassReproduction } from "./mackeyGlass2001.ts";
import { memoryCapacityReproduction } from "./memoryCapacity2002.ts";
import { methods } from "./methods.ts";
import { musicNotes } from "./musicNotes.ts";
import { pathological } from "./pathological.ts";
import type { Reproduction } from "./reproduction.ts";
import { sizeTable } from "./sizeTable.ts";
import { temporalOrder } from "./temporalOrder2013.ts";
import { wrecSweep } from "./wrecSweep.ts";

export const REPRODUCTIONS: readonly Reproduction[] = [
	errorWall,
	bifurcation,
	wrecSweep,
	mackeyGlassReproduction,
	memoryCapacityReproduction,
	temporalOrder,
	methods,
	pathological,
	adding1997,
	irnnAdding,
	musicNotes,
	sizeTable,
	attentionPath,
];
