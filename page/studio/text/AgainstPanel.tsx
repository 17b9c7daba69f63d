/** Another network on the same text: which one, where it is better or worse, and the units that explain it. */

import { useEffect } from "react";
import type { RunRow } from "../../../studio/wire.ts";
import { fixed, signed } from "../../kit/numbers.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { goLive, runsStore } from "../live/live.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { shown } from "../train/trainState.ts";
import { language } from "../words/words.ts";
import { AgainstPlaces } from "./AgainstPlaces.tsx";
import { AgainstUnits } from "./AgainstUnits.tsx";
import { type Against, against, cancelAgainst, compareAgain } from "./against.ts";
import { againstCommand } from "./againstCommand.ts";
import { useNames } from "./againstNames.ts";
import { CallLine } from "./CallLine.tsx";
import { Command } from "./Command.tsx";
import type { StateName } from "./otherCheckpoints.ts";
import { statesOfPage, useStatesOfRun } from "./otherStates.ts";
import type { Reading } from "./reading.ts";
import { TableBox } from "./TableBox.tsx";
import { DIFFERENCE_SCALES, setTextWords, textWords } from "./textAddress.ts";
import { sayText } from "./textWords.ts";

export function AgainstPanel({ reading }: { reading: Reading }) {
	useStore(address);
	const lang = useStore(language);
	const state = useStore(against);
	const { phase, progress, failure, found } = state;
	const { against: chosen } = textWords();
	const call = {
		...{ phase: phase === "opening" || phase === "reading" ? ("at work" as const) : ("idle" as const), progress },
		...{ answer: null, failure: null, cancel: cancelAgainst },
	};
	return (
		<section className="side-panel against" aria-labelledby="against">
			<h2 id="against">{sayText("against")}</h2>
			{chosen === null && <p className="quiet">{sayText("against.about")}</p>}
			<OtherNetwork state={state} />
			<CallLine call={call} what={sayText(phase === "opening" ? "against.opening" : "against.reading")} />
			{phase === "failed" && (
				<p role="alert" className="bad">
					{failure?.[lang]}
				</p>
			)}
			{phase === "missing" && <p role="alert">{sayText("against.missing")}</p>}
			{(phase === "failed" || (phase === "off" && chosen !== null)) && (
				<button type="button" onClick={compareAgain}>
					{sayText("against.again")}
				</button>
			)}
			{phase === "done" && found && (
				<>
					<Sums state={state} />
					<Painting />
					<AgainstPlaces state={state} reading={reading} />
					<Command verb="predictions" {...againstCommand(reading, { places: true })} />
					<AgainstUnits key={`${state.facts!.weightsSha256} ${found.pattern?.name}`} reading={reading} />
				</>
			)}
		</section>
	);
}

/** The networks there are: runs of the machine and the page's own, and other states of the one shown. */
function OtherNetwork({ state }: { state: Against }) {
	const { name } = useStore(shownModel);
	const { rows } = useStore(runsStore.state);
	useStore(useStore(shown).numbers);
	useEffect(goLive, []);
	const { against: chosen, againstCheckpoint: at } = textWords();
	const ofRun = useStatesOfRun(name.run, rows.has(name.run ?? ""));
	const ofPage = statesOfPage();
	const isOffered = ({ id, kind, damage }: RunRow) =>
		kind === "text" && damage === undefined && (id !== name.run || id === chosen || ofRun.length > 0);
	const runs = [...rows.values()].filter(isOffered);
	const states =
		chosen === "page" ? ofPage : chosen === name.run ? ofRun : ["best" as const, "last" as const, ...state.checkpoints];
	const known = chosen === null || chosen === "page" || runs.some(({ id }) => id === chosen);
	const choose = (next: string) => {
		const first = next === "page" ? ofPage[0] : next === name.run ? ofRun[0] : "best";
		setTextWords({ against: next || null, againstCheckpoint: first ?? "best" }, "push");
	};
	return (
		<div className="fields">
			<label>
				{sayText("against.network")}{" "}
				<select value={chosen ?? ""} onChange={({ target }) => choose(target.value)}>
					<option value="">{sayText("against.none")}</option>
					{(ofPage.length > 0 || chosen === "page") && (
						<option value="page">{sayText(name.run === null ? "against.other" : "against.page")}</option>
					)}
					{!known && <option value={chosen!}>{chosen}</option>}
					{runs.map(({ id, name: title, model }) => (
						<option key={id} value={id}>
							{title} ({model}){id === name.run && `, ${sayText("against.otherCheckpoint")}`}
						</option>
					))}
				</select>
			</label>
			{chosen !== null && <OtherState {...{ at, chosen, states }} />}
		</div>
	);
}

/** Which state of the other network; the one that is compared is among them. */
function OtherState({ at, chosen, states }: { at: StateName; chosen: string; states: readonly StateName[] }) {
	const all = states.includes(at) ? states : [at, ...states];
	const isNumber = (word: string) => word !== "best" && word !== "last";
	return (
		<label>
			{sayText("against.checkpoint")}{" "}
			<select
				value={String(at)}
				onChange={({ target: { value } }) =>
					setTextWords({ againstCheckpoint: isNumber(value) ? Number(value) : (value as "best" | "last") }, "push")
				}
			>
				{all.map((one) => (
					<option key={one} value={one}>
						{typeof one === "number"
							? sayText("against.update", { step: one.toLocaleString("en") })
							: sayText(one === "last" ? "against.last" : chosen === "page" ? "against.newest" : "against.best")}
					</option>
				))}
			</select>
		</label>
	);
}

const count = (n: number) => n.toLocaleString("en");
const four = (value: number | null) => (value === null ? "" : fixed(value, 4));
/** Losses of both, and the sum of the difference: in all, inside and outside the pattern. */
function Sums({ state }: { state: Against }) {
	const { sums, pattern, leftOut, better } = state.found!;
	const { own, other } = useNames(state);
	const rows = (["inside", "outside", "all"] as const).filter((kind) => sums[kind] !== undefined);
	const names = { inside: "hold.inside", outside: "hold.out", all: "hold.all" } as const;
	const verdict =
		better === "run" ? "against.ownBetter" : better === "against" ? "against.otherBetter" : "against.equal";
	return (
		<>
			<p role="status">
				<b>{sayText(verdict, { own, other })}</b>
				{pattern && ` ${sayText("against.inPattern", { pattern: pattern.name })}`}
			</p>
			<TableBox label={sayText("against.sums")}>
				<table className="numbers against-sums">
					<thead>
						<tr>
							<td />
							<th scope="col">{sayText("against.symbols")}</th>
							<th scope="col">{own}</th>
							<th scope="col">{other}</th>
							<th scope="col">{sayText("against.sum")}</th>
						</tr>
					</thead>
					<tbody>
						{rows.map((kind) => {
							const { symbols, lossNats, againstNats, gainNats } = sums[kind]!;
							return (
								<tr key={kind}>
									<th scope="row">{sayText(names[kind], { pattern: pattern?.name ?? "" })}</th>
									<td>{count(symbols)}</td>
									<td>{four(lossNats)}</td>
									<td>{four(againstNats)}</td>
									<td>{signed(gainNats)}</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			</TableBox>
			<p className="quiet">
				{sayText("against.how", { own })} {leftOut > 0 && sayText("against.left", { n: count(leftOut) })}
			</p>
		</>
	);
}

/** What colours the text, and the fixed scale of the difference. */
function Painting() {
	const { byDifference, differenceScale } = textWords();
	return (
		<div className="fields">
			<label>
				<input
					type="checkbox"
					checked={byDifference}
					onChange={({ target }) => setTextWords({ byDifference: target.checked })}
				/>{" "}
				{sayText("against.paint")}
			</label>
			<label>
				{sayText("scale")}{" "}
				<select
					value={differenceScale}
					onChange={({ target }) => setTextWords({ differenceScale: Number(target.value) })}
				>
					{DIFFERENCE_SCALES.map((size) => (
						<option key={size} value={size}>
							{sayText("against.nats", { n: size })}
						</option>
					))}
				</select>
			</label>
		</div>
	);
}
