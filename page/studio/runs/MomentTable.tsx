/** The numbers of one update: as the log has them, a mean over several, and of this update itself once it is replayed. */
import { count, loss, small } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import type { Moment } from "./moments.ts";
import type { RunReplays } from "./replayed.ts";
import { sayRuns } from "./runWords.ts";

const HEADS = ["momentLoss", "momentNorm", "momentRate", "momentWeights"] as const;
const shown = (value: number | null, words: (value: number) => string) => (value === null ? "–" : words(value));

export function MomentTable({ at, replays, unit }: { at: Moment; replays: RunReplays; unit: string }) {
	const { facts } = useStore(replays.state);
	const own = facts?.update === at.step ? facts : null;
	const { of } = at;
	const norm = shown(own?.gradNorm ?? null, small);
	const ofLog = of === null ? null : { first: count(of.first), last: count(of.last) };
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls in its box, also by keys
		<section className="wide" tabIndex={0} aria-label={sayRuns("timeAt", { step: count(at.step) })}>
			<table className="moment numbers">
				<thead>
					<tr>
						<td />
						{HEADS.map((head) => (
							<th key={head} scope="col">
								{sayRuns(head)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					<tr>
						<th scope="row">
							{ofLog === null
								? sayRuns("timeNone")
								: sayRuns(of!.first < of!.last ? "momentLog" : "momentLogOne", ofLog)}
						</th>
						<td>{shown(at.loss, (value) => `${loss(value)} ${unit}`)}</td>
						<td>{shown(at.gradNorm, small)}</td>
						<td>{shown(at.lr, small)}</td>
						<td />
					</tr>
					<tr className={own ? "itself" : "itself quiet"}>
						<th scope="row">{sayRuns(own ? "momentThis" : "momentWaiting", { step: count(at.step) })}</th>
						<td>{shown(own?.loss ?? null, (value) => `${loss(value)} ${unit}`)}</td>
						<td>{own?.clipped ? sayRuns("clippedTo", { norm }) : norm}</td>
						<td>{shown(own?.lr ?? null, small)}</td>
						<td title={own?.weightsSha256}>{own ? own.weightsSha256.slice(0, 8) : "–"}</td>
					</tr>
				</tbody>
			</table>
		</section>
	);
}
