/** The symbol at the cursor in numbers: the unit's value, and what the network expected next. */
import { signOf as signOfLabel } from "../../../src/views/glyphs.ts";
import { percent, plain } from "../../kit/numbers.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { against } from "./against.ts";
import { useNames } from "./againstNames.ts";
import { Command } from "./Command.tsx";
import { arrivals, type Reading, stretchAt, valueAt } from "./reading.ts";
import { chosenName, chosenUnit, cursor } from "./textStores.ts";
import { sayText } from "./textWords.ts";

const signOf = ({ model }: Reading, id: number) => {
	return signOfLabel(model.labels[id] ?? "\uFFFD");
};
const digits = (value: number) => plain(value, 6);

export function CursorPanel({ reading }: { reading: Reading }) {
	const at = useStore(cursor);
	useStore(address);
	useStore(arrivals);
	const stretch = stretchAt(at);
	const n = stretch ? at - stretch.from : 0;
	const next = reading.ids[at + 1];
	const unit = chosenName();
	return (
		<section className="cursor-panel" aria-label={sayText("now.at", { at })}>
			<p className="figures numbers" aria-live="polite">
				<span className="place">
					<b>{sayText("now.at", { at: at.toLocaleString("en") })}</b>{" "}
					{sayText("now.sign", { sign: signOf(reading, reading.ids[at] ?? -1) })}
				</span>
				{stretch ? (
					<>
						<span className="of-unit">
							{unit} <output>{digits(valueAt(chosenUnit(), at))}</output>
						</span>
						<span className="sign">
							{next === undefined ? sayText("now.end") : sayText("now.next", { sign: signOf(reading, next) })}
						</span>
						{!Number.isNaN(stretch.nats[n]!) && (
							<>
								<span className="probability">
									{sayText("now.probability")} <output>{digits(stretch.probability[n]!)}</output>
								</span>
								<span className="nats">
									<output>{digits(stretch.nats[n]!)}</output> {sayText("now.nats")}
								</span>
								<span>
									{sayText("now.rank")} <output>{stretch.rank[n]! + 1}</output>
								</span>
							</>
						)}
					</>
				) : (
					<span>{sayText("now.unread")}</span>
				)}
			</p>
			<p className="quiet numbers likely-next">
				{stretch && (
					<>
						{sayText("now.expected")}:{" "}
						{Array.from({ length: stretch.top }, (_, k) => {
							const id = stretch.likeliest[n * stretch.top + k]!;
							const share = percent(stretch.chances[n * stretch.top + k]!);
							return (
								<span key={id} className={id === next ? "expected hit" : "expected"}>
									{signOf(reading, id)} {share}
								</span>
							);
						})}
					</>
				)}
			</p>
			<Difference at={at} />
		</section>
	);
}

/** The commands that print the numbers of the cursor. */
export function CursorCommands() {
	useStore(address);
	const unit = chosenName();
	return (
		<div className="cursor-commands">
			<Command verb="trace" rest={`--names ${unit} --out ${unit}.csv`} of={sayText("command.unit", { unit })} />
			<Command verb="predictions" rest="--limit 0 --jsonl" of={sayText("command.next")} />
		</div>
	);
}

/** The losses of both networks at the symbol of the cursor, while two are compared. */
function Difference({ at }: { at: number }) {
	const state = useStore(against);
	const names = useNames(state);
	const { found, phase } = state;
	if (phase !== "done" || !found || Number.isNaN(found.gain[at] ?? Number.NaN)) return null;
	return (
		<p className="numbers difference-at">
			{sayText("against.at", {
				...{ ...names, ownNats: digits(found.nats[at]!), otherNats: digits(found.againstNats[at]!) },
				gain: digits(found.gain[at]!),
			})}
		</p>
	);
}
