/** What the network writes from one seed, as it is and with the unit changed; the first difference is marked. */
import { useEffect, useState } from "react";
import { readable } from "../../../src/views/glyphs.ts";
import { quoted } from "../../kit/shellWord.ts";
import { instrument } from "../instrument/shownModel.ts";
import { CallLine } from "./CallLine.tsx";
import { Command } from "./Command.tsx";
import type { HoldKind } from "./holdKinds.ts";
import type { Reading } from "./reading.ts";
import { passageText } from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { type CallState, useCall } from "./useCall.ts";

/** Symbols of the text that the network begins with, unless a passage is chosen. */
const BEGINNING = 40;

interface HeldSampleCall {
	unit: string;
	kind: HoldKind;
	number: number;
	/** Value of a unit held at a mean; computed first if it is not known yet. */
	heldAt(to: "mean" | "outside"): Promise<number | undefined>;
	/** How far that is. */
	mean: CallState<number> & { cancel(): void };
	reading: Reading;
}

export function HeldSample({ unit, kind, number, heldAt, mean, reading }: HeldSampleCall) {
	const [prompt, setPrompt] = useState<string | null>(null);
	const [seed, setSeed] = useState(1);
	const [length, setLength] = useState(300);
	const [asked, setAsked] = useState("");
	const call = useCall("twoSamples");
	const [first, setFirst] = useState("");
	useEffect(() => {
		const to = Math.min(BEGINNING, reading.ids.length);
		void instrument.ask("decoded", { from: 0, to }).then(setFirst);
	}, [reading]);
	const beginning = prompt ?? (passageText.get() || first);
	const write = async () => {
		const value = kind === "zero" ? 0 : kind === "value" || kind === "factor" ? number : await heldAt(kind);
		if (value === undefined) return;
		const act = kind === "factor" ? { factor: number } : { value };
		const clamp = kind === "factor" ? "" : ` --clamp ${unit}=${value}`;
		setAsked(`--prompt ${quoted(beginning)} --length ${length} --seed ${seed}${clamp}`);
		await call.start({ unit, act, prompt: beginning, length, seed });
	};
	const { answer } = call;
	return (
		<div className="held-sample">
			<form
				className="fields"
				onSubmit={(event) => {
					event.preventDefault();
					void write();
				}}
			>
				<label>
					{sayText("hold.prompt")}{" "}
					<textarea rows={2} value={beginning} onChange={({ target }) => setPrompt(target.value)} spellCheck={false} />
				</label>
				<label>
					{sayText("hold.length")}{" "}
					<input
						type="number"
						min={1}
						max={5000}
						value={length}
						onChange={({ target }) => setLength(Math.max(1, Math.min(5000, Math.round(Number(target.value)))))}
					/>
				</label>
				<label>
					{sayText("hold.seed")}{" "}
					<input
						type="number"
						min={0}
						value={seed}
						onChange={({ target }) => setSeed(Math.max(0, Math.round(Number(target.value))))}
					/>
				</label>
				<button type="submit">{sayText("hold.write")}</button>
			</form>
			<CallLine call={mean} what={sayText("hold.averaging")} />
			<CallLine call={call} what={sayText("hold.writing")} />
			{answer && (
				<>
					<p role="status">
						{answer.first !== null
							? sayText("hold.first", { at: answer.first + 1 })
							: sayText(answer.sameBits ? "hold.sameBits" : "hold.same")}
					</p>
					<div className="two-samples">
						<Written title={sayText("hold.original")} text={answer.original} first={answer.first} />
						<Written title={sayText("hold.changed")} text={answer.changed} first={answer.first} />
					</div>
					{asked.includes("--clamp") ? (
						<Command verb="sample" rest={asked} />
					) : (
						<p className="quiet">{sayText("hold.noCommand")}</p>
					)}
				</>
			)}
		</div>
	);
}

function Written({ title, text, first }: { title: string; text: string; first: number | null }) {
	const at = first ?? text.length;
	return (
		<figure>
			<figcaption>{title}</figcaption>
			<pre>
				{readable(text.slice(0, at))}
				{at < text.length && <mark>{text[at] === "\n" ? "↵\n" : readable(text[at]!)}</mark>}
				{readable(text.slice(at + 1))}
			</pre>
		</figure>
	);
}
