/** Why a number is what it is: its equation, the numbers in it, and the terms of its sum, each of which can be asked in turn. */
import type { WhyTerm } from "../../../src/interpretation/why.ts";
import { glyphOf } from "../../../src/views/glyphs.ts";
import { count, short } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import type { CellState } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { askDeeper, isShown, why, whyBack, whyClose, whyGo } from "./whyState.ts";

export function Why({ state: { facts } }: { state: CellState }) {
	const { path, answer } = useStore(why);
	const last = path.at(-1);
	if (!answer || !last)
		return (
			<section className="why">
				<h2>{sayCell("whyTitle")}</h2>
				<p className="quiet">{sayCell("whyHelp")}</p>
			</section>
		);
	const ofSequence = Boolean(facts.echo);
	const { name, index, value, text, operands, terms, rest, origin } = answer;
	return (
		<section className="why">
			<h2>{sayCell("whyTitle")}</h2>
			<p className="row">
				{path.length > 1 && (
					<button type="button" onClick={whyBack}>
						<span aria-hidden="true">‹ </span>
						{sayCell("whyBack")}
					</button>
				)}
				<button type="button" className="plain" onClick={whyClose}>
					{sayCell("whyClose")}
				</button>
			</p>
			<p className="numbers why-value" role="status">
				{name}[{index}] = <b>{short(value)}</b>{" "}
				<span className="quiet">
					{sayCell(ofSequence ? "whyAtStep" : "whyAt", { step: count(last.step), layer: last.layer })}
				</span>
			</p>
			<p className="equation">{text}</p>
			{rest.count > 0 && (
				<p className="quiet numbers">{sayCell("whyShown", { n: terms.length, all: terms.length + rest.count })}.</p>
			)}
			<ul>
				{operands.map((one) => (
					<li key={one.name}>
						<Ask name={one.name} index={one.index} value={one.value} />
					</li>
				))}
				{terms.map((term) => (
					<li key={`${term.weight?.tensor}${term.weight?.index}${term.factors[0]?.name}${term.factors[0]?.index}`}>
						<Term term={term} facts={facts} />
					</li>
				))}
			</ul>
			{rest.count > 0 && (
				<p className="quiet numbers">
					{sayCell("whyRest", { n: rest.count })}: {short(rest.value)}.
				</p>
			)}
			{origin && (
				<p>
					{sayCell("whyFrom", { step: origin.step, layer: origin.layer })}{" "}
					<Ask name={origin.name} index={origin.index} value={value} more={origin} />
				</p>
			)}
			{!isShown(last) && (
				<button type="button" className="plain" onClick={whyGo}>
					{sayCell(ofSequence ? "whyGoStep" : "whyGo", { step: count(last.step), layer: last.layer, unit: last.index })}
				</button>
			)}
		</section>
	);
}

interface AskCall {
	name: string;
	index: number;
	value: number;
	more?: { step: number; layer: number; ahead: number };
}

function Ask({ name, index, value, more }: AskCall) {
	return (
		<button type="button" className="ask numbers" onClick={() => askDeeper({ ...more, name, index })}>
			{name}[{index}] {short(value)}
		</button>
	);
}

function Term({ term: { value, weight, times, factors, id }, facts }: { term: WhyTerm; facts: ModelFacts }) {
	const { labels } = facts;
	return (
		<span className="term numbers">
			<b>{short(value)}</b>
			{weight && (
				<span title={`${weight.tensor}[${weight.index}]`}>
					= {weightName(weight, widthOf(weight.tensor, facts))} {short(weight.value)}
				</span>
			)}
			{times !== undefined && <span>= {short(times)}</span>}
			{id !== undefined && (
				<span className="symbol" translate="no">
					{glyphOf(labels[id]!).small}
				</span>
			)}
			{factors.map((one, n) =>
				one.name === "d.logits" ? (
					<span key={one.name}>× {short(one.value)}</span>
				) : (
					<span key={`${one.name}${n}`}>
						× <Ask name={one.name} index={one.index} value={one.value} />
					</span>
				),
			)}
		</span>
	);
}

/** Columns of a matrix of weights; 0 for a vector. */
function widthOf(tensor: string, { spec }: ModelFacts): number {
	if (/^head\.weight$|weight_hh/.test(tensor)) return spec.hidden;
	const [, layer] = /^weight_ih_l(\d+)/.exec(tensor) ?? [];
	return layer === undefined ? 0 : layer === "0" ? spec.symbols : spec.hidden;
}

/** A weight by its row and column, a bias by its row. */
const weightName = ({ tensor, index }: { tensor: string; index: number }, width: number) =>
	`${tensor}[${width > 0 ? `${Math.floor(index / width)}, ${index % width}` : index}]`;
