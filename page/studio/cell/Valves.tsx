/** The valves of the unit shown as sliders, what the reader changed, and the way back to the untouched step. */

import { valvesOf } from "../../../src/views/diagrams/diagram.ts";
import { letterOf, tokenOf } from "../../../src/views/diagrams/look.ts";
import { short } from "../../kit/numbers.ts";
import { dragValve, gateOf, openingOf } from "./cellFigure.ts";
import { type CellState, changeNames, drag, forwardHeld, resetChanges, undoChange } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";

/** Values that can be dragged besides the valves: of a reservoir, whose valves nothing has learned. */
const dialsOf = ({ facts }: CellState): readonly string[] => (facts.echo ? ["tanh_a"] : facts.reservoir ? ["h"] : []);

export function Valves({ state }: { state: CellState }) {
	const { diagram, unit, set, now, facts } = state;
	const all = valvesOf(diagram).filter(({ gate }) => gateOf(gate, state));
	const valves = all.filter(({ gate }, n) => all.findIndex((one) => one.gate === gate) === n);
	const dials = dialsOf(state);
	if (!now) return null;
	if (valves.length + dials.length === 0) return facts.own ? <p className="quiet">{sayCell("noValves")}</p> : null;
	return (
		<section className="valves">
			<h2>{sayCell(dials.length > 0 ? "values" : "valves")}</h2>
			{valves.map(({ id, gate }) => {
				const letter = letterOf(gate, diagram.letters);
				const colour = `var(${tokenOf(facts.own ? gateOf(gate, state)!.gate : gate, "c")})`;
				const open = openingOf(state, gate);
				return (
					<label key={id} style={{ accentColor: colour }}>
						<b style={{ color: colour }}>{letter}</b>
						<input
							type="range"
							min={0}
							max={1}
							step={0.005}
							value={open}
							aria-label={sayCell("valve", { gate: letter, unit })}
							aria-valuetext={short(open)}
							onChange={({ target }) => dragValve(gate, Number(target.value))}
						/>
						<span className="numbers">{short(open)}</span>
					</label>
				);
			})}
			{dials.map((name) => {
				const value = forwardHeld(state).find((row) => row.name === name)?.values[unit] ?? 0;
				const letter = letterOf(name, diagram.letters);
				return (
					<label key={name} style={{ accentColor: `var(${tokenOf(name, "h")})` }}>
						<b style={{ color: `var(${tokenOf(name, "h")})` }}>{letter}</b>
						<input
							type="range"
							min={-1}
							max={1}
							step={0.005}
							value={value}
							aria-label={sayCell("valve", { gate: letter, unit })}
							aria-valuetext={short(value)}
							onChange={({ target }) => drag(name, Number(Number(target.value).toFixed(3)))}
						/>
						<span className="numbers">{short(value)}</span>
					</label>
				);
			})}
			{set.length === 0 ? (
				<p className="quiet">{sayCell(dials.length > 0 ? "dragHelp.values" : "dragHelp")}</p>
			) : (
				<p className="row changed">
					<span className="chip">
						{sayCell(set.length === 1 ? "changed.1" : "changed", { n: set.length })}: {changeNames(state)}
					</span>
					<button type="button" onClick={() => void undoChange()}>
						{sayCell("undo")}
					</button>
					<button type="button" onClick={() => void resetChanges()}>
						{sayCell("reset")}
					</button>
				</p>
			)}
		</section>
	);
}
