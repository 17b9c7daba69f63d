/** Units that track patterns, with chance and q; the probe and the best rival next to each pattern; a row colours the text. */

import { isFound } from "../../../src/interpretation/search/found.ts";
import { fixed } from "../../kit/numbers.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import type { TrackersFound } from "../worker/instrument/trackers.ts";
import { CallLine } from "./CallLine.tsx";
import { patternsOf } from "./finder.ts";
import { qOf, testsOf } from "./numbersOfText.ts";
import { TableBox } from "./TableBox.tsx";
import { chosenName, goToMark, type Marks, marks, pick } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";
import { useKept } from "./useKept.ts";

type Pattern = TrackersFound["patterns"][number];
type Unit = Pattern["best"][number];

const COLUMNS = ["unit", "score", "f1", "chance", "q"] as const;

const three = (value: number) => fixed(value, 3);

export function TrackersTable({ found }: { found: TrackersFound }) {
	useStore(address);
	const holds = useCall("patternSpans");
	const fires = useCall("firing");
	const [picked, setPicked] = useKept<{ pattern: Pattern; unit: Unit } | null>("picked row", null);
	const choose = async (pattern: Pattern, unit: Unit) => {
		setPicked({ pattern, unit });
		pick(unit.unit, pattern.pattern, (unit.correlation ?? 1) < 0 ? -1 : unit.sign);
		const request = await patternsOf(pattern.pattern);
		const answer = typeof request === "string" ? null : await holds.start(request);
		if (answer) show(marksOf(pattern.pattern, answer));
	};
	const elsewhere = async ({ unit, sign, threshold }: Unit) => {
		const answer = await fires.start({ unit, sign, threshold });
		if (answer) show({ ...marksOf(unit, answer), fires: true });
	};
	const { chosen, heldOut } = found.symbols;
	const where = { from: chosen.toLocaleString("en"), to: (chosen + heldOut - 1).toLocaleString("en") };
	const tests = { tests: testsOf(found).toLocaleString("en") };
	const rows = found.patterns.filter(({ sameAs }) => sameAs === undefined);
	if (rows.length === 0) return null;
	return (
		<>
			<TableBox label={sayText("trackers")}>
				<table className="trackers-table numbers">
					<caption className="quiet">{sayText("column.where", where)}</caption>
					<thead>
						<tr>
							{COLUMNS.map((name) => (
								<th key={name} scope="col">
									{sayText(`column.${name}`, tests)}
								</th>
							))}
						</tr>
					</thead>
					{rows.map((pattern) => (
						<tbody key={pattern.pattern}>
							<PatternRow pattern={pattern} />
							{pattern.best.map((unit) => (
								<Row key={unit.unit} unit={unit} choose={() => choose(pattern, unit)} />
							))}
						</tbody>
					))}
				</table>
			</TableBox>
			{rows.every(({ found: units }) => units === 0) && <p>{sayText("trackers.none")}</p>}
			<CallLine call={holds} what={sayText("trackers.marking")} />
			{picked && (
				<p>
					{sayText("trackers.threshold", {
						unit: picked.unit.unit,
						sign: picked.unit.sign > 0 ? ">" : "<",
						value: Number(picked.unit.threshold.toPrecision(4)),
						f1: fixed(picked.unit.f1, 2),
					})}{" "}
					<button type="button" onClick={() => void elsewhere(picked.unit)}>
						{sayText("trackers.elsewhere")}
					</button>
				</p>
			)}
			<CallLine call={fires} what={sayText("trackers.marking")} />
			<MarksLine />
		</>
	);
}

/** What holds for a pattern and not for one of its units: the probe and the best rival. */
function PatternRow({ pattern: { pattern, probe, rivals } }: { pattern: Pattern }) {
	const rival = [...rivals].sort((a, b) => b.auc - a.auc)[0];
	return (
		<tr className="of-pattern">
			<th scope="rowgroup" colSpan={COLUMNS.length}>
				{pattern}{" "}
				<span className="quiet">
					{sayText("column.probe")} <span className="probe">{three(probe.auc)}</span>
					{rival && (
						<>
							{" · "}
							{sayText("column.rival")} <span className="rival">{three(rival.auc)}</span>{" "}
							{sayText(rival.name === "position" ? "rival.position" : "rival.symbol")}
						</>
					)}
				</span>
			</th>
		</tr>
	);
}

function Row({ unit, choose }: { unit: Unit; choose(): Promise<void> }) {
	const degree = unit.correlation !== undefined;
	const [score, interval] = degree ? [unit.correlation!, unit.correlationCi!] : [unit.auc, unit.ci];
	const name = `${unit.sign < 0 && !degree ? "−" : ""}${unit.unit}`; // the sign of r says it
	return (
		<tr aria-current={chosenName() === unit.unit ? "true" : undefined}>
			<td className="unit">
				<button type="button" className="plain mono" onClick={() => void choose()}>
					{name}
				</button>
				{!isFound(unit) && <span className="quiet"> {sayText("notFound")}</span>}
			</td>
			<td className="score">
				{`${degree ? "r " : ""}${three(score)}`} <span>{`[${three(interval[0])}, ${three(interval[1])}]`}</span>
				{degree && (
					<>
						<br />
						<span>AUC {three(unit.auc)}</span>
					</>
				)}
			</td>
			<td>{fixed(unit.f1, 2)}</td>
			<td>{three(unit.chance)}</td>
			<td>{qOf(unit.q)}</td>
		</tr>
	);
}

function show(found: Marks): void {
	marks.set(found);
	goToMark();
}

function MarksLine() {
	const now = useStore(marks);
	if (!now) return null;
	const shown = now.spans.length.toLocaleString("en");
	const of = now.of.toLocaleString("en");
	return (
		<p className="quiet numbers" role="status">
			{sayText("marked", { label: now.fires ? sayText("fires", { unit: now.label }) : now.label, of })}{" "}
			{now.spans.length < now.of && sayText("left", { shown, of })}
		</p>
	);
}

const marksOf = (label: string, { spans, of }: { spans: Uint32Array; of: number }): Marks => ({
	...{ label, of },
	spans: Array.from({ length: spans.length / 2 }, (_, n) => ({ from: spans[2 * n]!, to: spans[2 * n + 1]! })),
});
