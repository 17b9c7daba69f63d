/** The eigenvalues of W, and the one that is taken: by the pointer in the plane, or by its two sliders. */

import { fixed, small } from "../../kit/numbers.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { Drawn } from "./Drawn.tsx";
import { dialState, eigenvalueAt, moveEigenvalue, placeOf } from "./dialState.ts";
import { EigenPlane } from "./eigenPlane.ts";
import { isFixed } from "./labAddress.ts";
import { sayLab } from "./labWords.ts";
import { Help, NumbersTable, Slider } from "./parts.tsx";
import { numberWords } from "./withinScale.ts";

/** An eigenvalue with a larger condition is told to be ill-conditioned. */
const ILL = 1e3;

export function EigenPart() {
	return (
		<div className="lab-part">
			<div className="panel-head">
				<h2>{sayLab("dial.eigen")}</h2>
				<span className="panel-acts">
					<Help>{sayLab("dial.eigenHelp")}</Help>
				</span>
			</div>
			<Drawn className="chart lab-plane" of={dialState} make={makePlane} />
			<Taken />
			<NumbersTable
				name={`${sayLab("numbers")}: ${sayLab("dial.eigen")}`}
				heads={[sayLab("table.re"), sayLab("table.im")]}
				table={() => {
					const values = dialState.get().answer?.values;
					return { head: [], rows: values ? Array.from(values.re, (re, k) => [re, values.im[k]!]) : [] };
				}}
			/>
		</div>
	);
}

function Taken() {
	const { answer, taken, call } = useStore(dialState);
	if (!answer) return null;
	const { values, unmoved, conditions, strayed } = answer;
	const at = Math.min(taken, values.re.length - 1);
	const { index, real } = eigenvalueAt(answer, at);
	const uppers = Array.from(unmoved.re, (_, k) => k).filter((k) => eigenvalueAt(answer, k).index === k);
	const place = placeOf(call, index);
	const worst = Math.max(0, ...conditions);
	const { re, im } = place ?? { re: unmoved.re[index]!, im: unmoved.im[index]! };
	return (
		<div className="lab-taken">
			<label>
				{sayLab("dial.take")}{" "}
				<select
					value={index}
					onChange={({ target }) => dialState.set((now) => ({ ...now, taken: Number(target.value) }))}
				>
					{uppers.map((k) => (
						<option key={k} value={k}>
							{numberWords(values.re[k]!, eigenvalueAt(answer, k).real ? 0 : values.im[k]!)}
						</option>
					))}
				</select>
			</label>
			<Slider
				name="move"
				label={sayLab("dial.re")}
				{...{ value: re, min: -limitOf(re), max: limitOf(re), step: 0.01, digits: 3 }}
				onChange={(value, how) => moveEigenvalue(index, { re: value, im }, how)}
			/>
			<Slider
				name="move"
				label={sayLab("dial.im")}
				{...{ value: real ? 0 : im, min: -limitOf(im), max: limitOf(im), step: 0.01, digits: 3, disabled: real }}
				onChange={(value, how) => moveEigenvalue(index, { re, im: value }, how)}
			/>
			<p className="row">
				<button
					type="button"
					disabled={!place}
					{...lockedProps(isFixed("move"))}
					onClick={() => moveEigenvalue(index, undefined, "push")}
				>
					{sayLab("dial.putBack")}
				</button>
				{conditions.length > 0 && (
					<span className="quiet numbers">
						{sayLab(worst > ILL ? "dial.ill" : "dial.moved", { condition: small(worst), strayed: small(strayed) })}
					</span>
				)}
			</p>
		</div>
	);
}

/** A slider reaches 1.8, or a value beyond it. */
const limitOf = (value: number) => Math.max(1.8, Math.ceil(Math.abs(value) * 10) / 10);

function makePlane(box: HTMLElement): EigenPlane {
	return new EigenPlane(box, {
		values: () => dialState.get().answer?.values ?? null,
		unmoved: () => dialState.get().answer?.unmoved ?? null,
		moved: () => dialState.get().call.settings.move.filter((_, n) => n % 3 === 0),
		taken: () => dialState.get().taken,
		take: (at) => dialState.set((now) => ({ ...now, taken: at })),
		move: moveEigenvalue,
		summary: () => {
			const { answer } = dialState.get();
			if (!answer) return sayLab("waiting");
			const { re, im } = answer.values;
			const outside = re.filter((x, k) => Math.hypot(x, im[k]!) > 1 + 1e-9).length;
			return sayLab("dial.eigenSummary", { count: re.length, radius: fixed(answer.radius, 3), outside });
		},
	});
}
