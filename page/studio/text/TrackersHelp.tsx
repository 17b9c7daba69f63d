/** What the columns of the table of trackers mean. */
import { Help } from "../shell/Help.tsx";
import { sayText } from "./textWords.ts";

const TERMS = [
	...([
		["column.unit", "help.unit"],
		["column.score", "help.auc"],
		["column.f1", "help.f1"],
		["column.chance", "help.chance"],
	] as const),
	...([
		["q", "help.q"],
		["column.probe", "help.probe"],
		["column.rival", "help.rival"],
	] as const),
];

export function TrackersHelp() {
	return (
		<Help label={sayText("help.label")}>
			<dl className="help-terms">
				{TERMS.map(([name, words]) => (
					<div key={words}>
						<dt>{name === "q" ? "q" : sayText(name)}</dt>
						<dd>{sayText(words)}</dd>
					</div>
				))}
			</dl>
		</Help>
	);
}
