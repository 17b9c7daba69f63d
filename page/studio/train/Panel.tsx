/** One panel: what it shows, its number now, the picture, and what can be taken away. */
import type { ReactNode } from "react";
import type { Figure, FigureTable } from "../../kit/figure.ts";
import { Help } from "../shell/Help.tsx";
import { say } from "../words/words.ts";
import type { LiveRun } from "./liveRun.ts";
import { TakeButton } from "./TakeButton.tsx";
import type { TakeCall } from "./takeCall.ts";

interface PanelCall {
	run: LiveRun;
	name: string;
	title: string;
	now: string;
	help?: string | undefined;
	/** Lines of the picture: colour and name. */
	legend?: readonly (readonly [colour: string, name: string])[] | undefined;
	/** The figure, for its table and files. */
	figure?: () => Figure | null;
	/** Numbers to save, of a panel without a figure. */
	numbers?: () => FigureTable;
	/** What the dialog of the panel says instead of what it says of the run. */
	taken?: Pick<TakeCall, "command" | "made">;
	children: ReactNode;
}

export function Panel({ run, name, title, now, help, legend, figure, numbers, taken, children }: PanelCall) {
	return (
		<section className={`panel panel-${name}`} aria-labelledby={`panel-${name}`} id={`of-${name}`}>
			<div className="panel-head">
				<h2 id={`panel-${name}`}>{title}</h2>
				<span className="quiet numbers">{now}</span>
				{legend && (
					<span className="legend">
						{legend.map(([colour, name]) => (
							<span key={colour} className={`key ${colour}`}>
								{name}
							</span>
						))}
					</span>
				)}
				<span className="panel-acts">
					{help && <Help label={say("panel.help")}>{help}</Help>}
					<TakeButton run={run} name={name} title={title} figure={figure} numbers={numbers} {...taken} />
				</span>
			</div>
			{children}
		</section>
	);
}
