/** The pictures of a run, each in its place. */
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import type { LiveRun } from "./liveRun.ts";
import { Provenance } from "./Provenance.tsx";
import { EigenPanel, GatesPanel, LagPanel, LossPanel, NormPanel } from "./panels.tsx";
import { SamplePanel } from "./SamplePanel.tsx";
import { VerdictLine } from "./VerdictLine.tsx";

export function Instruments({ run }: { run: LiveRun }) {
	const { show, choice } = useStore(address);
	const { facts } = useStore(run.numbers);
	const ofPage = run.tryOption === null;
	const cell = ofPage ? choice.cell : facts?.options.cell;
	const shows = (name: string) => show.length === 0 || show.includes(name);
	return (
		<div className="instruments">
			<div className="over-time">
				{shows("loss") && <LossPanel run={run} />}
				{shows("norm") && <NormPanel run={run} />}
				{shows("lag") && <LagPanel run={run} />}
			</div>
			<div className="now">
				<VerdictLine run={run} />
				{shows("sample") && <SamplePanel run={run} />}
				<div className="pair">
					{ofPage && shows("eigen") && <EigenPanel run={run} />}
					{shows("gates") && (cell === "lstm" || cell === "gru") && <GatesPanel run={run} />}
				</div>
			</div>
			<Provenance run={run} />
		</div>
	);
}
