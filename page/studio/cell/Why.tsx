/** Why a number is what it is: its equation, the numbers in it, and the terms of its sum, each of which can be asked in turn. */
import type { WhyTerm } from "../../../src/interpretation/why.ts";
import { shortNumber } from "../../../src/views/diagrams/look.ts";
import { glyphOf } from "../../../src/views/glyphs.ts";
import { useStore } from "../shell/useStore.ts";
import type { CellState } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { askDeeper, why, whyBack, whyClose, whyGo } from "./whyState.ts";

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
				{name}[{index}] = <b>{shortNumber(value)}</b>
			</p>
			<p className="equation">{text}</p>
			<ul>
				{operands.map((one) => (
					<li key={one.name}>
						<Ask name={one.name} index={one.index} value={one.value} />
					</li>
				))}
				{terms.map((term) => (
					<li key={`${term.weight?.tensor}${term.weight?.index}${term.factors[0]?.name}`}>
						<Term term={term} labels={facts.labels} />
					</li>
				))}
			</ul>
			{rest.count > 0 && (
				<p className="quiet numbers">
					{sayCell("whyRest", { n: rest.count })}: {shortNumber(rest.value)}.{" "}
					{sayCell("whyShown", { n: terms.length, all: terms.length + rest.count })}.
				</p>
			)}
			{origin && (
				<p>
					{sayCell("whyFrom", { step: origin.step, layer: origin.layer })}{" "}
					<Ask name={origin.name} index={origin.index} value={value} more={origin} />
				</p>
			)}
			<button type="button" className="plain" onClick={whyGo}>
				{sayCell("whyGo")}
			</button>
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
			{name}[{index}] {shortNumber(value)}
		</button>
	);
}

function Term({ term: { value, weight, factors, id }, labels }: { term: WhyTerm; labels: readonly string[] }) {
	return (
		<span className="term numbers">
			<b>{shortNumber(value)}</b>
			{weight && (
				<span title={`${weight.tensor}[${weight.index}]`}>
					= {weight.tensor}[{weight.index}] {shortNumber(weight.value)}
				</span>
			)}
			{id !== undefined && (
				<span className="symbol" translate="no">
					{glyphOf(labels[id]!).small}
				</span>
			)}
			{factors.map((one) =>
				one.name === "d.logits" ? (
					<span key={one.name}>× {shortNumber(one.value)}</span>
				) : (
					<span key={one.name}>
						× <Ask name={one.name} index={one.index} value={one.value} />
					</span>
				),
			)}
		</span>
	);
}
