/** What "Take it with you" offers of a panel. */
import type { Figure, FigureTable } from "../../kit/figure.ts";
import type { SvgCall } from "../../kit/svgFile.ts";
import type { LiveRun } from "./liveRun.ts";

export interface TakeCall {
	run: LiveRun;
	name: string;
	/** What the panel shows. */
	title: string;
	figure?: (() => Figure | null) | undefined;
	/** Numbers to save, of a panel without a figure. */
	numbers?: (() => FigureTable) | undefined;
	/** The command that prints the panel's numbers, if it is not the one that trains the run. */
	command?: string | undefined;
	/** What the numbers were made from, besides the run: metadata of a file. */
	made?: SvgCall["made"] | undefined;
}
