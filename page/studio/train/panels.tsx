/** The pictures of Train: which numbers each shows, and in which words. */
import { useEffect, useRef } from "react";
import { EigenFigure } from "../../kit/eigenFigure.ts";
import { LagFigure } from "../../kit/lagFigure.ts";
import { fixed, loss, percent, small } from "../../kit/numbers.ts";
import { SaturationFigure } from "../../kit/saturationFigure.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { isEncoderDecoder, isReservoir, type LiveNumbers, type LiveRun, type RunFacts } from "./liveRun.ts";
import { LossChart, NormChart } from "./overTime.ts";
import { Panel } from "./Panel.tsx";
import { Picture } from "./Picture.tsx";
import { spectrumCommand } from "./spectrumCommand.ts";
import { isStored, stored } from "./storedRun.ts";

type Call = { run: LiveRun };
/** A unit as the library names it, in the reader's language. */
const unitWords = (unit: string) => (unit === "squared error" ? say("unit.squared") : unit);
const watch = (run: LiveRun) => (listener: () => void) => run.onPictures(listener);

/** Whether the stored run lies under the run as a grey line, which the legend then names. */
const useStoredUnder = (run: LiveRun) => useStore(stored) !== null && isStored(run.choice);

/** What stands in the place of a picture that a reservoir does not have. */
const Without = ({ why }: { why: "panel.echoLoss" | "panel.echoNorm" | "panel.echoLag" }) => (
	<p className="quiet">{say(why)}</p>
);

export function LossPanel({ run }: Call) {
	const { loss: train, valid, lossUnit, baseline, facts: known } = useStore(run.numbers);
	const reservoir = isReservoir(known);
	const figure = useRef<LossChart>(null);
	const legend: [string, string][] = [
		["loss", say("panel.train")],
		["valid", say("panel.valid")],
	];
	if (useStoredUnder(run)) legend.push(["ghost", say("panel.stored")]);
	const facts = { loss: loss(train), unit: unitWords(lossUnit), valid: loss(valid), baseline: loss(baseline) };
	const now = reservoir
		? valid === null
			? say("panel.waitingReadout")
			: say(baseline === null ? "panel.validNow" : "panel.validBaseline", facts)
		: train === null
			? say("panel.waitingLoss")
			: say(baseline === null ? "panel.lossNow" : "panel.lossBaseline", facts);
	return (
		<Panel
			run={run}
			name="loss"
			title={say("panel.loss")}
			now={now}
			help={reservoir ? undefined : say("panel.lossHelp")}
			legend={reservoir ? undefined : legend}
			figure={() => figure.current}
		>
			{reservoir ? (
				<Without why="panel.echoLoss" />
			) : (
				<Picture
					className="chart tall"
					of={run}
					watch={watch(run)}
					drawn={figure}
					make={(box) => new LossChart(box, run)}
				/>
			)}
		</Panel>
	);
}

/** How the learning rate changes over the run. */
function scheduleWords(facts: RunFacts | null): string {
	const schedule = facts?.options.schedule;
	return schedule === "constant" || schedule === "step" || schedule === "cosine" ? say(`schedule.${schedule}`) : "";
}

export function NormPanel({ run }: Call) {
	const { gradNorm, clippedShare, facts, lr } = useStore(run.numbers);
	const figure = useRef<NormChart>(null);
	const limit = Number(facts?.options.clipNorm ?? 0);
	const under = useStoredUnder(run);
	const legend: [string, string][] = [
		["gradient", say("panel.norm")],
		["ghost", say("panel.stored")],
	];
	const words = { norm: small(gradNorm ?? Number.NaN), share: percent(clippedShare ?? 0), limit: small(limit) };
	const reservoir = isReservoir(facts);
	const rate = lr === null ? "" : `; ${say("panel.rateNow", { lr: small(lr), schedule: scheduleWords(facts) })}`;
	const now = reservoir
		? ""
		: gradNorm === null
			? say("panel.waitingLoss")
			: say(limit > 0 ? "panel.normNow" : "panel.normFree", words) + rate;
	return (
		<Panel
			run={run}
			name="norm"
			title={say("panel.norm")}
			now={now}
			help={reservoir ? undefined : say("panel.normHelp")}
			legend={under ? legend : undefined}
			figure={() => figure.current}
		>
			{reservoir ? (
				<Without why="panel.echoNorm" />
			) : (
				<Picture
					className="chart low"
					of={run}
					watch={watch(run)}
					drawn={figure}
					make={(box) => new NormChart(box, run)}
				/>
			)}
		</Panel>
	);
}

export function LagPanel({ run }: Call) {
	const { reach, lags, facts } = useStore(run.numbers);
	const figure = useRef<LagFigure>(null);
	const reservoir = isReservoir(facts);
	const now = reservoir
		? ""
		: lags === null
			? say("panel.waiting")
			: reach === null
				? say("panel.lagFar", { lags })
				: say("panel.lagNow", { reach: say("train.steps", { n: reach }) });
	const make = (box: HTMLElement) =>
		new LagFigure(box, {
			curves: () => run.lagCurves,
			horizon: () => horizonOf(run.numbers.get()),
			say: (lag, value) => say("panel.lagSay", { lag, value }),
			axis: say("panel.lagAxis"),
			truncated: say("panel.truncated"),
			summary: () => lagSummary(run),
		});
	return (
		<Panel
			run={run}
			name="lag"
			title={say("panel.lag")}
			now={now}
			help={reservoir ? undefined : say("panel.lagHelp")}
			figure={() => figure.current}
		>
			{reservoir ? (
				<Without why="panel.echoLag" />
			) : (
				<Picture className="chart middle" of={run} watch={watch(run)} drawn={figure} make={make} />
			)}
		</Panel>
	);
}

/** Steps that a gradient travels back in training; null if it is not truncated. */
function horizonOf({ facts }: LiveNumbers): number | null {
	return typeof facts?.options.k2 === "number" ? facts.options.k2 : null;
}

function lagSummary(run: LiveRun): string {
	const record = run.records.at(-1);
	if (!record) return say("figure.empty");
	const { reach } = record.layers.at(-1)!;
	if (reach === null) return say("figure.lagFar", { step: record.step });
	return say("figure.lag", { step: record.step, reach });
}

export function EigenPanel({ run }: Call) {
	useStore(run.numbers);
	const figure = useRef<EigenFigure>(null);
	const newest = run.spectra.at(-1);
	const { facts } = run.numbers.get();
	const two = isEncoderDecoder(facts);
	const { serverId } = run;
	useEffect(() => {
		if (serverId === null || isReservoir(run.numbers.get().facts) || two) return;
		let end: (() => void) | undefined;
		let closed = false;
		void import("./storedSpectra.ts").then(({ followSpectra }) => {
			if (!closed) end = followSpectra(run, serverId);
		});
		return () => {
			closed = true;
			end?.();
		};
	}, [run, serverId, two]);
	const hidden = Number(facts?.options.hidden ?? 0);
	const reservoir = isReservoir(facts);
	const waits = serverId === null ? "panel.waiting" : "panel.waitingStored";
	const now = newest
		? say(serverId === null ? "panel.eigenNow" : "panel.eigenStored", {
				radius: fixed(newest.radius, 3),
				step: newest.step,
			})
		: say(two ? "panel.eigenTwo" : hidden > 128 ? "panel.tooLarge" : reservoir ? "panel.waitingReadout" : waits);
	const command = serverId !== null && newest ? spectrumCommand(run, newest.step) : undefined;
	const make = (box: HTMLElement) =>
		new EigenFigure(box, {
			beyond: (n, modulus) => say("panel.eigenBeyond", { n, modulus: fixed(modulus, 2) }),
			spectra: () => run.spectra,
			summary: () => {
				const last = run.spectra.at(-1);
				return last ? say("figure.eigen", { n: last.re.length, radius: fixed(last.radius, 3) }) : say("figure.empty");
			},
		});
	return (
		<Panel
			run={run}
			name="eigen"
			title={
				reservoir
					? say("panel.eigenReservoir")
					: newest?.block
						? say("panel.eigenBlock", { block: newest.block })
						: say("panel.eigen")
			}
			now={now}
			help={say(reservoir ? "panel.eigenEchoHelp" : "panel.eigenHelp")}
			figure={() => figure.current}
			{...(command !== undefined && { taken: { command, made: { update: newest!.step } } })}
		>
			{!two && <Picture className="chart square" of={run} watch={watch(run)} drawn={figure} make={make} />}
		</Panel>
	);
}

export function GatesPanel({ run }: Call) {
	useStore(run.numbers);
	const figure = useRef<SaturationFigure>(null);
	const gates = () => run.records.at(-1)?.layers.at(-1)?.saturation ?? [];
	const summary = () => {
		const words = gates().map(([letter, low, high]) =>
			say("figure.gate", { letter, low: percent(low), high: percent(high) }),
		);
		return words.length === 0 ? say("figure.empty") : say("figure.gates", { gates: words.join("; ") });
	};
	const now = gates().length === 0 ? say("panel.waiting") : "";
	return (
		<Panel
			run={run}
			name="gates"
			title={say("panel.gates")}
			now={now}
			help={say("panel.gatesHelp")}
			figure={() => figure.current}
		>
			<Picture
				className="chart gates"
				of={run}
				watch={watch(run)}
				drawn={figure}
				make={(box) => new SaturationFigure(box, { gates, summary })}
			/>
		</Panel>
	);
}
