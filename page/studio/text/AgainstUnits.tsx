/** Units of the better network that explain the difference: each is held at its mean in a pass over the text. */
import { useState } from "react";
import { fixed, percent, signed } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import type { ExplainedHere } from "../worker/instrument/twoNetworks.ts";
import { against } from "./against.ts";
import { againstCommand, UNITS_LIMIT } from "./againstCommand.ts";
import { useNames } from "./againstNames.ts";
import { CallLine } from "./CallLine.tsx";
import { Command } from "./Command.tsx";
import { patternsOf } from "./finder.ts";
import type { Reading } from "./reading.ts";
import { TableBox } from "./TableBox.tsx";
import { chooseUnit, patternNow } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";

const COUNTS = [16, 64, 256, 1024] as const;
/** Units listed. */
const LISTED = 10;

export function AgainstUnits({ reading }: { reading: Reading }) {
	const [units, setUnits] = useState<number>(64);
	const [asked, setAsked] = useState(0);
	const call = useCall("explained");
	const limit = Math.min(UNITS_LIMIT, reading.ids.length);
	const start = async () => {
		const pattern = await patternsOf(patternNow());
		if (typeof pattern === "string") return;
		setAsked(units);
		await call.start({ ...pattern, units, limit });
	};
	return (
		<div className="against-units">
			<h3>{sayText("against.units")}</h3>
			<div className="fields">
				<label>
					{sayText("against.howMany")}{" "}
					<select value={units} onChange={({ target }) => setUnits(Number(target.value))}>
						{COUNTS.map((n) => (
							<option key={n}>{n}</option>
						))}
					</select>
				</label>
				<button type="button" onClick={() => void start()}>
					{sayText("against.explain")}
				</button>
			</div>
			<CallLine call={call} what={sayText("against.holding")} />
			{call.answer && <Units found={call.answer} />}
			{call.answer && <Command verb="predictions" {...againstCommand(reading, { units: asked })} />}
		</div>
	);
}

function Units({ found: { units, of, better, symbols, gainNats } }: { found: ExplainedHere }) {
	const state = useStore(against);
	const names = useNames(state);
	const some = units.slice(0, LISTED);
	const inside = state.found?.pattern ?? null;
	if (better === null) return <p>{sayText("against.equal")}</p>;
	const facts = {
		...{ name: better === "run" ? names.own : names.other, sum: signed(gainNats).slice(1) },
		symbols: symbols.toLocaleString("en"),
	};
	return (
		<>
			<p className="quiet">{sayText(inside ? "against.unitsOutside" : "against.unitsOf", facts)}</p>
			<TableBox label={sayText("against.units")}>
				<table className="numbers">
					<thead>
						<tr>
							<th scope="col">{sayText("column.unit")}</th>
							<th scope="col">{sayText("against.rise")}</th>
							<th scope="col">{sayText("against.share")}</th>
							<th scope="col">{sayText("against.correlation")}</th>
							{inside && <th scope="col">{sayText("against.riseOut")}</th>}
						</tr>
					</thead>
					<tbody>
						{some.map(({ unit, riseNats, share, correlation, outsideNats }) => (
							<tr key={unit}>
								<td>
									{better === "run" ? (
										<button type="button" className="plain mono" onClick={() => chooseUnit(unit)}>
											{unit}
										</button>
									) : (
										<span className="mono">{unit}</span>
									)}
								</td>
								<td>{signed(riseNats)}</td>
								<td>{percent(share)}</td>
								<td>{fixed(correlation, 3)}</td>
								{outsideNats !== null && <td>{signed(outsideNats)}</td>}
							</tr>
						))}
					</tbody>
				</table>
			</TableBox>
			<p className="quiet numbers">
				{sayText("against.measured", { shown: some.length, measured: units.length, of })} {sayText("against.shareHelp")}
			</p>
		</>
	);
}
