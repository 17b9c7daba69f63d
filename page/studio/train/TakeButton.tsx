/** "Take it with you": the command, the TypeScript, the link, and the numbers of a panel. */
import { useRef, useState } from "react";
import { csvOf, type Figure } from "../../kit/figure.ts";
import { save, savePicture } from "../../kit/saveFile.ts";
import { address } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { type Key, say } from "../words/words.ts";
import { isSeries } from "./choices.ts";
import type { LiveRun } from "./liveRun.ts";
import { ownSeries } from "./ownSeries.ts";
import { ReceiptButton } from "./ReceiptButton.tsx";
import { commandOf, fileOf, typescriptOf } from "./taken.ts";
import { textOf } from "./texts.ts";

interface TakeCall {
	run: LiveRun;
	name: string;
	title: string;
	figure?: (() => Figure | null) | undefined;
}

export function TakeButton({ run, name, title, figure }: TakeCall) {
	const dialog = useRef<HTMLDialogElement>(null);
	const [open, setOpen] = useState(false);
	const show = () => {
		setOpen(true);
		dialog.current!.showModal();
	};
	return (
		<>
			<button type="button" className="plain take" aria-label={title} title={title} onClick={show}>
				<svg viewBox="0 0 16 16" aria-hidden="true">
					<path d="M8 1v9M4.5 6.5L8 10l3.5-3.5M2 13.5h12" fill="none" stroke="currentColor" strokeWidth="1.6" />
				</svg>
			</button>
			<dialog ref={dialog} className="take-dialog" aria-label={title} onClose={() => setOpen(false)}>
				{open && <Taken run={run} name={name} figure={figure} close={() => dialog.current!.close()} />}
			</dialog>
		</>
	);
}

function Taken({ run, name, figure, close }: Omit<TakeCall, "title"> & { close(): void }) {
	const { choice } = address.get();
	const ofPage = run.command === null;
	const rows: [Key, string][] = [
		["take.command", run.command ?? commandOf(choice)],
		...(ofPage ? [["take.typescript", typescriptOf(choice)] as [Key, string]] : []),
		["take.link", location.href],
	];
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
						onClick={() => void navigator.clipboard.writeText(text).then(() => toast(say("take.copied")))}
					>
						{say("take.copy")}
					</button>
				</div>
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
				{picture && (
					<>
						<button type="button" onClick={() => save(`${file}.csv`, "text/csv", csvOf(picture.table()))}>
							{say("take.csv")}
						</button>
						<button
							type="button"
							onClick={() => void savePicture(document.querySelector(`.panel-${name} canvas`)!, `${file}.png`)}
						>
							{say("take.png")}
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
