/** Which unit colours the text, with the legend of the fixed scale; and how the text is drawn: scale, line breaks, predictions, palette. */

import { useState } from "react";
import { oneLine } from "../../../src/views/glyphs.ts";
import { GROUNDS, LEVELS, likelyColour, unitColour } from "../../../src/views/palettes.ts";
import { schemeNow } from "../../kit/canvas.ts";
import { plain } from "../../kit/numbers.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { against, paintedGain } from "./against.ts";
import { indexOfUnit, type Reading, unitAt } from "./reading.ts";
import { SCALES, setTextWords, textWords } from "./textAddress.ts";
import {
	chooseUnit,
	chosenName,
	chosenUnit,
	claimable,
	differenceScale,
	moves,
	patternNow,
	scaleFor,
	scaleNow,
} from "./textStores.ts";
import { sayText } from "./textWords.ts";

export function UnitBar({ reading }: { reading: Reading }) {
	useStore(address);
	useStore(moves);
	const unit = chosenUnit();
	const units = reading.names.length * reading.width;
	const step = (by: number) => chooseUnit(unitAt(reading, (unit + by + units) % units));
	return (
		<div className="unit-bar">
			<UnitName key={unit} reading={reading} name={unitAt(reading, unit)} />
			<button type="button" aria-label={sayText("unit.before")} onClick={() => step(-1)}>
				◂
			</button>
			<button type="button" aria-label={sayText("unit.after")} onClick={() => step(1)}>
				▸
			</button>
			<Legend />
		</div>
	);
}

function UnitName({ reading, name }: { reading: Reading; name: string }) {
	const [typed, setTyped] = useState(name);
	const [unknown, setUnknown] = useState(false);
	const choose = () => {
		const known = indexOfUnit(reading, typed.trim()) >= 0;
		setUnknown(!known);
		if (known) chooseUnit(typed.trim());
	};
	return (
		<>
			<label>
				{sayText("unit")}{" "}
				<input
					className="unit-name"
					aria-label={sayText("unit.name")}
					value={typed}
					spellCheck={false}
					onChange={({ target }) => setTyped(target.value)}
					onKeyDown={({ key, nativeEvent }) => key === "Enter" && !nativeEvent.isComposing && choose()}
					onBlur={() => typed !== name && choose()}
				/>
			</label>
			{unknown && (
				<span role="alert" className="bad">
					{sayText("unit.unknown", { unit: typed, names: reading.names.join(", "), last: reading.width - 1 })}
				</span>
			)}
		</>
	);
}

/** Meaning of the colours. */
function Legend() {
	const { palette } = textWords();
	useStore(against);
	const difference = paintedGain() !== null;
	const { centre, reach, kind } = difference ? differenceScale() : scaleNow();
	const [low, high] = difference
		? (["against.low", "against.high"] as const)
		: kind === "mean"
			? (["scale.below", "scale.above"] as const)
			: (["inactive", "active"] as const);
	const row = useStore(claimable);
	/** The pattern that the unit was picked with: its name is at the end of the scale where it holds. */
	const tracked =
		!difference && kind !== "mean" && row?.unit === chosenName() && row.pattern === patternNow() ? row : null;
	const end = (by: number) => plain(centre + by, 12);
	const scheme = schemeNow();
	const steps = Array.from({ length: 11 }, (_, n) => (n - 5) * (LEVELS / 5));
	return (
		<span className="text-legend quiet numbers">
			<span>
				{tracked?.sign ? (
					<End at={end(-reach)} of={tracked.sign < 0 ? tracked.pattern : ""} />
				) : (
					sayText(low, { low: end(-reach) })
				)}
			</span>
			<svg className="scale" viewBox="0 0 110 12" aria-hidden="true">
				{steps.map((level, n) => (
					<rect key={level} x={n * 10} width="10" height="12" fill={unitColour(palette, scheme, level)} />
				))}
				<rect x="0.5" y="0.5" width="109" height="11" fill="none" stroke={GROUNDS[scheme].line} />
			</svg>
			<span>
				{tracked?.sign ? (
					<End at={end(reach)} of={tracked.sign > 0 ? tracked.pattern : ""} />
				) : (
					sayText(high, { high: end(reach), mean: plain(centre) })
				)}
			</span>
		</span>
	);
}

/** A number at an end of the scale, next to the pattern that holds there. */
function End({ at, of }: { at: string; of: string }) {
	if (of === "") return at;
	return (
		<>
			{at} <b>{oneLine(of.length > 40 ? `${of.slice(0, 40)}…` : of)}</b>
		</>
	);
}

/** Where a value without bounds has the full colour; for every unit a scale around its mean. */
function ScaleChoice() {
	const { scale } = textWords();
	const own = scaleFor(null);
	const around = scaleFor("mean");
	const choose = (value: string) =>
		setTextWords({ scale: value === "own" ? null : value === "mean" ? value : Number(value) });
	const [low, high] = [own.centre - own.reach, own.centre + own.reach];
	const sizes = own.kind === "fitted" ? SCALES : [];
	// A size that was chosen for a c does not hold for a gate.
	const chosen = scale === "mean" || (scale !== null && sizes.length > 0) ? String(scale) : "own";
	return (
		<label title={sayText("beyond")}>
			{sayText("scale")}{" "}
			<select value={chosen} onChange={({ target }) => choose(target.value)}>
				<option value="own">
					{own.kind === "own" ? sayText("scale.own", { low, high }) : sayText("scale.fit", { reach: own.reach })}
				</option>
				<option value="mean">{sayText("scale.mean", { mean: around.centre, reach: around.reach })}</option>
				{sizes.map((size) => (
					<option key={size}>{size}</option>
				))}
			</select>
		</label>
	);
}

function Likely() {
	const scheme = schemeNow();
	return (
		<span className="quiet text-legend">
			<svg className="scale likely" viewBox="0 0 50 12" aria-hidden="true">
				{[0, 5, 10, 15, 20].map((level, n) => (
					<rect key={level} x={n * 10} width="10" height="12" fill={likelyColour(scheme, level)} />
				))}
				<rect x="30.5" y="1.5" width="9" height="9" fill="none" stroke={GROUNDS[scheme].ink} />
			</svg>{" "}
			{sayText("likely")}
		</span>
	);
}

/** How the text is drawn. */
export function Looks() {
	useStore(address);
	useStore(moves);
	useStore(against);
	const { wrap, next, palette } = textWords();
	return (
		<span className="text-looks">
			{paintedGain() === null && <ScaleChoice />}
			{next && <Likely />}
			<label>
				{sayText("wrap")}{" "}
				<select value={wrap} onChange={({ target }) => setTextWords({ wrap: target.value as "lines" | "flow" })}>
					<option value="lines">{sayText("wrap.lines")}</option>
					<option value="flow">{sayText("wrap.flow")}</option>
				</select>
			</label>
			<label>
				<input type="checkbox" checked={next} onChange={({ target }) => setTextWords({ next: target.checked })} />{" "}
				{sayText("next")}
			</label>
			<label>
				<input
					type="checkbox"
					checked={palette === "safe"}
					onChange={({ target }) => setTextWords({ palette: target.checked ? "safe" : "karpathy" })}
				/>{" "}
				{sayText("safe")}
			</label>
		</span>
	);
}
