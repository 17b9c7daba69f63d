/** The pictures of a run, each in its place. */
import { type PANELS, showsPanel } from "../shell/limits.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { isEncoderDecoder, isReservoir, type LiveRun } from "./liveRun.ts";
import { Provenance } from "./Provenance.tsx";
import { EigenPanel, GatesPanel, LagPanel, LossPanel, NormPanel } from "./panels.tsx";
import { SamplePanel } from "./SamplePanel.tsx";
import { VerdictLine } from "./VerdictLine.tsx";

export function Instruments({ run }: { run: LiveRun }) {
	const now = useStore(address);
	const { choice } = now;
	const { facts, phase } = useStore(run.numbers);
	const ofPage = run.tryOption === null;
	const cell = ofPage ? choice.cell : facts?.options.cell;
	const shows = (name: (typeof PANELS)[number]) => showsPanel(now, name);
	// A run that has ended without a record or a sample shows no place that waits for one.
	const going = ofPage || phase === "running" || phase === "starting";
	const recorded = (going && !isEncoderDecoder(facts)) || run.records.length > 0;
	const reservoir = isReservoir(facts);
	const written = going || run.samples.length > 0 || !facts?.onText;
	return (
		<div className="instruments">
			<div className="over-time">
				{shows("loss") && <LossPanel run={run} />}
				{shows("norm") && <NormPanel run={run} />}
				{(recorded || reservoir) && shows("lag") && <LagPanel run={run} />}
			</div>
			<div className="now">
				{recorded && !reservoir && <VerdictLine run={run} />}
				{written && shows("sample") && <SamplePanel run={run} />}
				<div className="pair">
					{(run.serverId === null ? ofPage && run.choice?.place !== "machine" : !reservoir) && shows("eigen") && (
						<EigenPanel run={run} />
					)}
					{recorded && shows("gates") && (cell === "lstm" || cell === "gru") && <GatesPanel run={run} />}
				</div>
			</div>
			<Provenance run={run} />
		</div>
	);
}
