/** "Take it with you": the button of a panel; what it opens is loaded then. */
import { lazy, Suspense, useRef, useState } from "react";
import { say } from "../words/words.ts";
import type { TakeCall } from "./takeCall.ts";

const Taken = lazy(async () => ({ default: (await import("./Taken.tsx")).Taken }));

export function TakeButton(call: TakeCall) {
	const title = `${say("panel.take")}: ${call.title}`;
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
				<Suspense>{open && <Taken {...call} close={() => dialog.current!.close()} />}</Suspense>
			</dialog>
		</>
	);
}
