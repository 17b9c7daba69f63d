/** The gradient of each tensor: its norm, its largest element with the place, and how much of it was clipped by value. */
import { percent, small } from "../../kit/numbers.ts";
import type { LiveRun } from "../train/liveRun.ts";
import { Panel } from "../train/Panel.tsx";
import type { TakeCall } from "../train/takeCall.ts";
import type { ReplayState } from "./replayed.ts";
import { tensorTable } from "./replayPictures.ts";
import { sayRuns } from "./runWords.ts";

interface Call {
	run: LiveRun;
	facts: NonNullable<ReplayState["facts"]>;
	taken: Pick<TakeCall, "command" | "made">;
}

export function TensorTable({ run, facts, taken }: Call) {
	const { tensors, clipScale } = facts;
	const most = Math.max(...tensors.map(({ norm }) => norm));
	const cut = tensors.some(({ clippedShare }) => clippedShare > 0);
	const now = clipScale < 1 ? sayRuns("tensorsClipped", { scale: small(clipScale) }) : sayRuns("tensorsNow");
	return (
		<Panel {...{ run, taken, now, name: "tensors", title: sayRuns("tensors") }} numbers={() => tensorTable(facts)}>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls in its box, also by keys */}
			<section className="wide" tabIndex={0} aria-label={sayRuns("tensor")}>
				<table className="tensors numbers">
					<thead>
						<tr>
							<th scope="col">{sayRuns("tensor")}</th>
							<th scope="col" colSpan={2}>
								{sayRuns("norm")}
							</th>
							<th scope="col" colSpan={2}>
								{sayRuns("largest")}
							</th>
							{cut && <th scope="col">{sayRuns("clippedShare")}</th>}
						</tr>
					</thead>
					<tbody>
						{tensors.map(({ name, norm, largest, clippedShare }) => (
							<tr key={name}>
								<th scope="row">{name}</th>
								<td aria-hidden="true">
									<meter min={0} max={most || 1} value={norm} />
								</td>
								<td>{small(norm)}</td>
								<td>{small(largest.value)}</td>
								<td className="quiet">[{largest.index.join(",")}]</td>
								{cut && <td>{percent(clippedShare)}</td>}
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</Panel>
	);
}
