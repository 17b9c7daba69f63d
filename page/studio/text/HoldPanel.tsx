/** The chosen unit held or scaled: what it costs inside and outside a pattern, and what the network then writes. */

import { useState } from "react";
import { signOf } from "../../../src/views/glyphs.ts";
import { fixed, signed } from "../../kit/numbers.ts";
import { quoted } from "../../kit/shellWord.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import type { Held } from "../worker/instrument/unitActs.ts";
import { CallLine } from "./CallLine.tsx";
import { Command } from "./Command.tsx";
import { type FindFailure, patternsOf } from "./finder.ts";
import { HeldSample } from "./HeldSample.tsx";
import { actOf, defaultKind, HOLD_KINDS, type HoldKind } from "./holdKinds.ts";
import type { Reading } from "./reading.ts";
import { TableBox } from "./TableBox.tsx";
import { chosenName, claimable, patternNow } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";
import { useKept } from "./useKept.ts";

/** What was measured, and its command. */
interface Asked {
	kind: HoldKind;
	number: number;
	pattern: string;
	rest: string;
	verb: string;
}

/** Symbols from the start of the text, as of `sluice cells ablate`. */
const LIMIT = 100_000;

export function HoldPanel({ reading }: { reading: Reading }) {
	useStore(address);
	const unit = chosenName();
	const [chosen, setKind] = useKept<HoldKind | null>("hold kind", null);
	const [number, setNumber] = useKept("hold number", 1);
	const [typed, setTyped] = useKept("hold pattern", { instead: "", text: "" });
	const [asked, setAsked] = useKept<Asked>("hold asked", { kind: "mean", number: 0, pattern: "", rest: "", verb: "" });
	const [wrong, setWrong] = useState<FindFailure | "wrong" | null>(null);
	const call = useCall("hold", "hold");
	const mean = useCall("heldMean");
	useStore(claimable);
	const own = patternNow();
	const pattern = typed.instead === own && typed.text !== own ? typed.text : own;
	const kind = chosen === null || (chosen === "outside" && pattern === "") ? defaultKind(pattern) : chosen;
	const limit = Math.min(LIMIT, reading.ids.length);
	const patterns = async () => {
		const request = pattern === "" ? {} : await patternsOf(pattern, limit);
		setWrong(typeof request === "string" ? request : null);
		return typeof request === "string" ? null : request;
	};
	const measure = async () => {
		const request = await patterns();
		if (!request) return;
		const { act, verb, flag } = actOf(kind, number);
		const inside = pattern === "" ? "" : ` --pattern ${quoted(pattern)}`;
		setAsked({ kind, number, pattern, verb, rest: `${unit} ${flag}${inside}` });
		await call.start({ unit, act, limit, ...request });
	};
	/** Value of the unit that is held at a mean: the measured one, or one pass over the text without the losses. */
	const heldAt = async (to: "mean" | "outside") => {
		if (asIs) return mine.heldAt;
		const request = to === "mean" ? {} : await patterns();
		return request ? ((await mean.start({ unit, to, limit, ...request })) ?? undefined) : undefined;
	};
	const mine = call.answer?.unit === unit ? call.answer : null;
	const asIs = mine && asked.kind === kind && asked.pattern === pattern;
	return (
		<section className="side-panel hold" aria-labelledby="hold">
			<h2 id="hold">{sayText("hold")}</h2>
			<form
				className="fields"
				onSubmit={(event) => {
					event.preventDefault();
					void measure();
				}}
			>
				<label>
					{sayText("hold.unit", { unit })}{" "}
					<select value={kind} onChange={({ target }) => setKind(target.value as HoldKind)}>
						{HOLD_KINDS.map((one) => (
							<option key={one} value={one} disabled={one === "outside" && pattern === ""}>
								{sayText(`hold.${one}`)}
							</option>
						))}
					</select>
				</label>
				{(kind === "value" || kind === "factor") && <HoldNumber number={number} set={setNumber} />}
				<label>
					{sayText("hold.pattern")}{" "}
					<input
						list="pattern-names"
						value={pattern}
						spellCheck={false}
						onChange={({ target }) => setTyped({ instead: own, text: target.value })}
					/>
				</label>
				<button type="submit">{sayText("hold.measure")}</button>
			</form>
			{wrong !== null && (
				<p role="alert" className="bad">
					{sayText(`find.${wrong}`)}
				</p>
			)}
			<CallLine call={call} what={sayText("hold.atWork")} />
			{mine && <Losses held={mine} asked={asked} symbols={Math.min(LIMIT, reading.ids.length)} />}
			{mine && <Command verb={asked.verb} rest={asked.rest} />}
			<HeldSample {...{ unit, kind, number, reading, heldAt, mean }} />
		</section>
	);
}

/** The value to hold at, or the factor: typed or dragged. */
function HoldNumber({ number, set }: { number: number; set(next: number): void }) {
	const label = sayText("hold.number");
	const change = ({ target }: { target: HTMLInputElement }) => set(Number(target.value));
	return (
		<span className="row">
			<input type="number" aria-label={label} step="any" value={number} onChange={change} />
			<span className="quiet numbers">−3</span>
			<input type="range" aria-label={label} min={-3} max={3} step={0.1} value={number} onChange={change} />
			<span className="quiet numbers">3</span>
		</span>
	);
}

/** The change of the loss with its interval, and its rank among other units that were treated the same way. */
function Losses({ held, asked, symbols }: { held: Held; asked: Asked; symbols: number }) {
	const { change, beside, others, lossNats, pattern, verdict, heldAt, worst } = held;
	const value = Number((heldAt ?? asked.number).toPrecision(5));
	const how = sayText(`hold.as.${asked.kind}`, { value });
	const kinds = (["inside", "outside", "difference", "all"] as const).filter((kind) => change[kind] !== undefined);
	const names = { inside: "hold.inside", outside: "hold.out", difference: "hold.difference", all: "hold.all" } as const;
	const count = (n: number) => n.toLocaleString("en");
	return (
		<div className="losses">
			<p>
				{sayText("hold.as", { unit: held.unit, how })} <b>{sayText(`verdict.${verdict}`)}</b>
			</p>
			{pattern && asked.kind !== "outside" && <p className="quiet">{sayText("hold.other")}</p>}
			<TableBox label={sayText("hold.change")}>
				<table className="numbers">
					<thead>
						<tr>
							<td />
							<th scope="col">{sayText("hold.base")}</th>
							<th scope="col">{sayText("hold.change")}</th>
							<td />
						</tr>
					</thead>
					<tbody>
						{kinds.map((kind) => {
							const { mean, low, high } = change[kind]!;
							const rank = beside[kind]?.rank;
							const base = kind === "difference" ? undefined : lossNats[kind];
							return (
								<tr key={kind}>
									<th scope="row">{sayText(names[kind], { pattern: pattern?.name ?? "" })}</th>
									<td>{base !== undefined && fixed(base, 4)}</td>
									<td className="change">
										{signed(mean)} {Number.isFinite(low) && <span>{`[${signed(low)}, ${signed(high)}]`}</span>}
									</td>
									<td className="quiet">
										{rank !== undefined && sayText("hold.rank", { rank, of: others.length + 1 })}
									</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			</TableBox>
			<p className="quiet numbers">
				{sayText("hold.symbols", { n: count(held.symbols), of: count(symbols), inside: count(held.insideSymbols) })}{" "}
				{sayText("hold.ranked", { others: others.length })} {worst.length > 0 && sayText("hold.worst")}{" "}
				{worst.slice(0, 6).map(({ id, symbol, meanNats }) => (
					<span key={id} className="expected">
						{signOf(symbol)} {signed(meanNats)}
					</span>
				))}
			</p>
		</div>
	);
}
