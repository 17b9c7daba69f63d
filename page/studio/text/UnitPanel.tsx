/** The chosen unit's page: how its values are distributed, where it is strongest, what it makes likelier, what it tracks. */
import { oneLine, signOf } from "../../../src/views/glyphs.ts";
import { fixed, percent, plain } from "../../kit/numbers.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import type { AnswerOf } from "../worker/instrument/calls.ts";
import { BiographyPanel } from "./BiographyPanel.tsx";
import { CallLine } from "./CallLine.tsx";
import { Command } from "./Command.tsx";
import { qOf, testsOf } from "./numbersOfText.ts";
import type { Reading } from "./reading.ts";
import { SimilarPanel } from "./SimilarPanel.tsx";
import { TableBox } from "./TableBox.tsx";
import { TryPanel } from "./TryPanel.tsx";
import { chosenName, goTo } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";

type About = AnswerOf<"aboutUnit">;
/** Symbols from the start of the text, as of `sluice cells show`. */
const LIMIT = 200_000;
const four = (value: number) => plain(value, 4);

export function UnitPanel({ reading }: { reading: Reading }) {
	useStore(address);
	const unit = chosenName();
	const call = useCall("aboutUnit", "about");
	const about = call.answer?.unit === unit ? call.answer : null;
	const read = () => void call.start({ unit, best: 5, limit: Math.min(LIMIT, reading.ids.length) });
	return (
		<section className="side-panel about" aria-labelledby="about">
			<h2 id="about">
				{sayText("about")} <span className="mono quiet">{unit}</span>
			</h2>
			{!about && call.phase !== "at work" && (
				<button type="button" onClick={read}>
					{sayText("about.read", { unit })}
				</button>
			)}
			<CallLine call={call} what={sayText("about.atWork")} />
			{about && (
				<>
					<Values about={about} />
					<Places title={sayText("about.high")} snippets={about.snippets.high} />
					<Places title={sayText("about.low")} snippets={about.snippets.low} />
					<Effect about={about} />
					<Tracks about={about} />
					<Command verb="cells show" rest={unit} />
				</>
			)}
			<SimilarPanel reading={reading} unit={unit} />
			<BiographyPanel reading={reading} unit={unit} />
			<TryPanel unit={unit} />
		</section>
	);
}

function Values({ about: { unit, symbols, values } }: { about: About }) {
	const { histogram, least, most, mean, deviation, saturation } = values;
	const tallest = Math.max(...histogram);
	const label = sayText("about.histogram", { unit, symbols: symbols.toLocaleString("en") });
	return (
		<>
			<svg
				className="histogram"
				viewBox={`0 0 ${histogram.length} 40`}
				preserveAspectRatio="none"
				role="img"
				aria-label={label}
			>
				{histogram.map((count, n) => (
					<rect key={n} x={n} y={40 - (40 * count) / tallest} width="0.9" height={(40 * count) / tallest} />
				))}
			</svg>
			<p className="numbers quiet">
				{sayText("about.moments", {
					...{ mean: four(mean), deviation: four(deviation), least: four(least), most: four(most) },
				})}
				{saturation &&
					`; ${
						saturation.high
							? sayText("about.saturated", {
									...{ low: four(saturation.low.bound), lowShare: percent(saturation.low.share) },
									...{ high: four(saturation.high.bound), highShare: percent(saturation.high.share) },
								})
							: sayText("about.saturatedLow", { lowShare: percent(saturation.low.share) })
					}`}
			</p>
		</>
	);
}

const shown = (symbols: readonly string[]) => oneLine(symbols.join(""));

function Places({ title, snippets }: { title: string; snippets: About["snippets"]["high"] }) {
	return (
		<>
			<h3>{title}</h3>
			<ul className="places">
				{snippets.map(({ at, value, symbols, peak }) => (
					<li key={at}>
						<button type="button" className="plain" onClick={() => goTo(at, true)}>
							<span className="numbers">{four(value)}</span>{" "}
							<code>
								{shown(symbols.slice(Math.max(0, peak - 24), peak))}
								<mark>{shown(symbols.slice(peak, peak + 1))}</mark>
								{shown(symbols.slice(peak + 1, peak + 12))}
							</code>
							<span className="unseen">{sayText("about.place", { at: at.toLocaleString("en") })}</span>
						</button>
					</li>
				))}
			</ul>
		</>
	);
}

function Effect({ about: { effect } }: { about: About }) {
	const { low, high, klNats, raised, lowered } = effect;
	const moved = (title: "about.raised" | "about.lowered", list: typeof raised) => (
		<p className="numbers">
			{sayText(title)}:{" "}
			{list.map(({ id, symbol, low: before, high: after }) => (
				<span key={id} className="expected">
					{signOf(symbol)} {percent(before)} → {percent(after)}
				</span>
			))}
		</p>
	);
	if (raised.length + lowered.length === 0)
		return <p className="numbers">{sayText("about.noEffect", { low: four(low), high: four(high) })}</p>;
	return (
		<>
			<p className="numbers">{sayText("about.effect", { low: four(low), high: four(high), kl: four(klNats) })}</p>
			{moved("about.raised", raised)}
			{moved("about.lowered", lowered)}
		</>
	);
}

function Tracks({ about: { tracks } }: { about: About }) {
	if (!tracks) return null;
	return (
		<>
			<h3>
				{sayText("about.tracks")}{" "}
				<span className="quiet">
					({sayText("column.q", { tests: testsOf({ units: 1, patterns: tracks.patterns as never }) })})
				</span>
			</h3>
			<TableBox label={sayText("about.tracks")}>
				<table className="numbers">
					<thead>
						<tr>
							{(["pattern", "area", "correlation", "chance", "oneQ"] as const).map((name) => (
								<th key={name} scope="col">
									{sayText(`column.${name}`)}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{tracks.patterns
							.filter(({ sameAs }) => sameAs === undefined)
							.map(({ pattern, sign, auc, ci, chance, q, correlation }) => (
								<tr key={pattern}>
									<th scope="row">{pattern}</th>
									<td>
										{sign < 0 ? "−" : "+"} {fixed(auc, 3)} [{fixed(ci[0], 3)}, {fixed(ci[1], 3)}]
									</td>
									<td>{correlation === undefined ? "" : fixed(correlation, 3)}</td>
									<td>{fixed(chance, 3)}</td>
									<td>{qOf(q)}</td>
								</tr>
							))}
					</tbody>
				</table>
			</TableBox>
		</>
	);
}
