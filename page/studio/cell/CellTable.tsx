/** The step as a table, forward and backward, and the command that prints the same numbers. */
import { short } from "../../kit/numbers.ts";
import { SaveText } from "../instrument/SaveText.tsx";
import { toast } from "../shell/toasts.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { commandsOf } from "./cellCommand.ts";
import { type CellState, forwardOf } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { askWhy, why } from "./whyState.ts";

export function CellTable({ state }: { state: CellState }) {
	useStore(why);
	const { now, unit, changed, facts } = state;
	if (!now) return null;
	const rows = [...forwardOf(state), ...(changed ? [] : now.backward)].filter(
		({ values }) => values.length === facts.spec.hidden,
	);
	return (
		<div className="cell-below">
			<details className="twin">
				<summary>{sayCell("table")}</summary>
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
				<section className="scrolls" tabIndex={0} aria-label={sayCell("table")}>
					<table>
						<thead>
							<tr>
								<th scope="col">{sayCell("equation")}</th>
								<th scope="col">
									{sayCell("value")} [{unit}]
								</th>
							</tr>
						</thead>
						<tbody>
							{rows.map(({ name, text, values }) => (
								<tr key={name}>
									<th scope="row">
										<button type="button" className="ask" onClick={() => askWhy(name, unit)}>
											{text}
										</button>
									</th>
									<td className="numbers">
										<button type="button" className="ask" tabIndex={-1} onClick={() => askWhy(name, unit)}>
											{short(values[unit]!)}
										</button>
									</td>
								</tr>
							))}
						</tbody>
					</table>
				</section>
			</details>
			<Commands lines={commandsOf(state)} />
		</div>
	);
}

export function Commands({ lines }: { lines: readonly string[] }) {
	if (lines.length === 0) return null;
	const words = lines.join("\n");
	return (
		<div className="taken cell-command">
			<span className="quiet">{sayCell("command")}</span>
			<pre>{words}</pre>
			<SaveText command={words} />
			<button
				type="button"
				onClick={() => void navigator.clipboard.writeText(words).then(() => toast(() => say("take.copied")))}
			>
				{sayCell("copy")}
			</button>
		</div>
	);
}
