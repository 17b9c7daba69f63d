/** The singled-out unit: which one, and its gates and states now, next to what they were one symbol before. */
import { short } from "../../../kit/numbers.ts";
import type { Typed } from "../../worker/instrument/typing.ts";
import { sayPlay } from "../playWords.ts";
import { stripsOf } from "./stripsFigure.ts";
import { letterOf, partsOf, singleOut } from "./typingState.ts";

export function UnitChoice({ typed, layers }: { typed: Typed; layers: number }) {
	const { unit, width, now, before } = typed;
	const { name, index } = partsOf(unit);
	const strips = stripsOf(typed);
	const isGate = (one: string) => /\.gate\.[^gn]$/.test(one);
	return (
		<section className="unit-choice" aria-labelledby="unit-choice">
			<h2 id="unit-choice">{sayPlay("unit")}</h2>
			<p className="row">
				<label>
					{sayPlay("unit.number")}{" "}
					<input
						type="number"
						min={0}
						max={width - 1}
						value={index}
						onChange={({ target }) => {
							const next = Math.round(Number(target.value));
							if (target.value !== "" && next >= 0 && next < width) singleOut(`${name}.${next}`);
						}}
					/>
				</label>
				<label>
					{sayPlay("unit.colour")}{" "}
					<select value={name} onChange={({ target }) => singleOut(`${target.value}.${index}`)}>
						{typed.names.map((one) => (
							<option key={one} value={one}>
								{layers > 1 ? one : one.slice(one.indexOf(".") + 1)}
							</option>
						))}
					</select>
				</label>
			</p>
			<dl className="unit-values">
				{strips.map(({ name: one, from }) => {
					const [value, was] = [now[from + index]!, before[from + index]!];
					const letter = letterOf(one);
					return (
						<div key={one} data-letter={letter}>
							<dt>{letter}</dt>
							<dd>
								{isGate(one) && (
									<svg className="valve" viewBox="0 0 24 24" aria-hidden="true">
										<circle cx="12" cy="12" r="10" />
										<path d={valvePath(value)} />
									</svg>
								)}
								<span className="numbers">{short(value)}</span>{" "}
								<span className="quiet numbers">{sayPlay("unit.was", { value: short(was) })}</span>
							</dd>
						</div>
					);
				})}
			</dl>
		</section>
	);
}

/** A bar in a pipe: along it when open, across it when closed. */
function valvePath(open: number): string {
	const turn = ((1 - open) * Math.PI) / 2;
	const [x, y] = [9 * Math.cos(turn), 9 * Math.sin(turn)].map((one) => Math.round(10 * one) / 10);
	return `M${12 - x!} ${12 - y!}L${12 + x!} ${12 + y!}`;
}
