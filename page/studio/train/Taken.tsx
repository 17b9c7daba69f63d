/** "Take it with you": the command, the TypeScript, the link, and the numbers of a panel. */
import { useEffect, useState } from "react";
import { csvOf, type Figure } from "../../kit/figure.ts";
import { save, savePicture } from "../../kit/saveFile.ts";
import { linkOfView, type ViewLink } from "../link/link.ts";
import { address } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { type Key, say } from "../words/words.ts";
import { isSeries } from "./choices.ts";
import { ownSeries } from "./ownSeries.ts";
import { ReceiptButton } from "./ReceiptButton.tsx";
import type { TakeCall } from "./takeCall.ts";
import { commandOf, fileOf, typescriptOf } from "./taken.ts";
import { textOf } from "./texts.ts";

export function Taken({ close, ...call }: TakeCall & { close(): void }) {
	const { run, name, figure, numbers } = call;
	const { choice } = address.get();
	const [link, setLink] = useState<ViewLink>();
	const ofPage = run.command === null;
	const command = call.command ?? run.command ?? commandOf(choice);
	const rows: [Key, string][] = [
		["take.command", command],
		...(ofPage ? [["take.typescript", typescriptOf(choice)] as [Key, string]] : []),
		["take.link", link?.address ?? "…"],
	];
	useEffect(() => void linkOfView().then(setLink), []);
	const picture = figure?.() ?? null;
	const file = `sluice-${name}`;
	const text = ofPage ? fileOf(choice) : null;
	const changed = run.marks.length > 0;
	return (
		<>
			<h3>{say("take.title")}</h3>
			{rows.map(([key, text]) => (
				<div key={key} className="taken">
					<span>{say(key)}</span>
					<pre>{text}</pre>
					<button
						type="button"
						onClick={() => void navigator.clipboard.writeText(text).then(() => toast(() => say("take.copied")))}
					>
						{say("take.copy")}
					</button>
				</div>
			))}
			{[...(link?.left ?? []), ...(link?.note ? [{ words: link.note }] : [])].map(({ words }) => (
				<p key={words} className="quiet">
					{words}
				</p>
			))}
			{ofPage && <ReceiptButton run={run} />}
			{ofPage && <p className="quiet">{say(changed ? "take.changed" : "take.note")}</p>}
			<p className="row">
				{text !== null && (
					<button
						type="button"
						onClick={() => void ownWords(choice.data).then((words) => save(text, "text/plain;charset=utf-8", words))}
					>
						{say("take.text", { file: text })}
					</button>
				)}
				{(picture || numbers) && (
					<button type="button" onClick={() => save(`${file}.csv`, "text/csv", csvOf(picture?.table() ?? numbers!()))}>
						{say("take.csv")}
					</button>
				)}
				{picture && (
					<>
						<button
							type="button"
							onClick={() => void savePicture(document.querySelector(`.panel-${name} canvas`)!, `${file}.png`)}
						>
							{say("take.png")}
						</button>
						<button type="button" onClick={() => void saveSvg(call, picture, command)}>
							{say("take.svg")}
						</button>
					</>
				)}
				<span className="grow" />
				<button type="button" onClick={close}>
					{say("palette.close")}
				</button>
			</p>
		</>
	);
}

/** The text or table that the command reads. */
const ownWords = (data: string) => (isSeries(data) ? Promise.resolve(ownSeries.get()?.text ?? "") : textOf(data));
/** The picture at its size on the page, with seed, update, digest and version. */
async function saveSvg({ run, name, title, made }: TakeCall, picture: Figure, command: string): Promise<void> {
	const { svgOf } = await import("../../kit/svgFile.ts");
	const { width, height } = document.querySelector(`.panel-${name} .chart`)!.getBoundingClientRect();
	const { facts, step, weightsSha256 } = run.numbers.get();
	const own = { seed: facts?.seed ?? null, update: step, weightsSha256, engine: facts?.engine ?? null, ...made };
	const words = { title, width, height, made: { sluice: SLUICE_VERSION, ...own, command } };
	save(`sluice-${name}.svg`, "image/svg+xml", await svgOf(picture, words));
}
