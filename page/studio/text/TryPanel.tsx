/** A text of the reader's own, read from a zero state and coloured by the chosen unit. */

import { useState } from "react";
import { glyphOf } from "../../../src/views/glyphs.ts";
import { GROUNDS, unitColour } from "../../../src/views/palettes.ts";
import { schemeNow } from "../../kit/canvas.ts";
import { plain } from "../../kit/numbers.ts";
import { ownSentence } from "../instrument/ownSentence.ts";
import { go } from "../shell/location.ts";
import { CallLine } from "./CallLine.tsx";
import { Command } from "./Command.tsx";
import { levelIn } from "./scale.ts";
import { textWords } from "./textAddress.ts";
import { scaleNow } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { useCall } from "./useCall.ts";

const MOST = 400;
const six = (value: number) => plain(value, 6);

export function TryPanel({ unit }: { unit: string }) {
	const [text, setText] = useState("");
	const [asked, setAsked] = useState({ text: "", unit: "" });
	const call = useCall("tried");
	const read = async () => {
		setAsked({ text, unit });
		await call.start({ text, unit });
	};
	const answer = asked.unit === unit ? call.answer : null;
	const quoted = `'${asked.text.replaceAll("'", "'\\''")}'`;
	return (
		<form
			className="try"
			onSubmit={(event) => {
				event.preventDefault();
				if (text !== "") void read();
			}}
		>
			<h3>{sayText("try")}</h3>
			<textarea
				aria-label={sayText("try.text")}
				rows={2}
				maxLength={MOST}
				value={text}
				spellCheck={false}
				onChange={({ target }) => setText(target.value)}
			/>
			<button type="submit" disabled={text === ""}>
				{sayText("try.read")}
			</button>
			<CallLine call={call} what={sayText("about.atWork")} />
			{answer && (
				<>
					<p className="tried mono">
						{answer.symbols.map((symbol, n) =>
							colouredSign(symbol, answer.values[n]!, { n, unknown: answer.ids[n]! < 0 }),
						)}
					</p>
					<p className="numbers">{sayText("try.last", { value: six(answer.values.at(-1)!) })}</p>
					{answer.unknown.length > 0 && (
						<p className="quiet">{sayText("try.unknown", { characters: answer.unknown.join(" ") })}</p>
					)}
					<button type="button" className="plain" onClick={() => stepThrough(asked.text)}>
						{sayText("try.cell")}
					</button>
					<Command
						verb="trace"
						rest={`own.txt --names ${unit} --out own.csv`}
						before={`printf %s ${quoted} > own.txt`}
					/>
				</>
			)}
		</form>
	);
}

/** Opens the view Cell on this text. */
function stepThrough(text: string): void {
	ownSentence.set(text);
	go("cell", { at: "0" });
}

function colouredSign(symbol: string, value: number, { n, unknown }: { n: number; unknown: boolean }) {
	const scheme = schemeNow();
	const background = unitColour(textWords().palette, scheme, levelIn(scaleNow(), value) ?? 0);
	const sign = symbol === " " ? "\u00a0" : glyphOf(symbol).text;
	return (
		<span
			key={n}
			className={unknown ? "unseen-symbol" : undefined}
			style={{ background, color: GROUNDS[scheme].ink }}
			title={six(value)}
		>
			{sign}
		</span>
	);
}
