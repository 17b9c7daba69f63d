/** What a link cannot hold and what to send with it, before the link is copied. */
import { useEffect, useRef } from "react";
import { save } from "../../kit/saveFile.ts";
import { useStore } from "../shell/useStore.ts";
import { askedLink, copyIt } from "./copyLink.ts";
import { sayLink } from "./linkWords.ts";

export default function LinkDialog() {
	const dialog = useRef<HTMLDialogElement>(null);
	const link = useStore(askedLink);
	useEffect(() => {
		if (link) dialog.current?.showModal();
	}, [link]);
	if (!link) return null;
	const copy = () => {
		dialog.current?.close();
		void copyIt(link);
	};
	return (
		<dialog ref={dialog} className="take-dialog" aria-label={sayLink("title")} onClose={() => askedLink.set(null)}>
			<h3>{sayLink("title")}</h3>
			{link.left.map(({ words }) => (
				<p key={words}>{words}</p>
			))}
			<p className="row">
				<button type="button" className="play" onClick={copy}>
					{sayLink("copy")}
				</button>
				{link.left.map(
					({ file }) =>
						file && (
							<button
								key={file.name}
								type="button"
								onClick={() => save(file.name, "text/plain;charset=utf-8", file.text)}
							>
								{sayLink("save", { file: file.name })}
							</button>
						),
				)}
				<span className="grow" />
				<button type="button" onClick={() => dialog.current?.close()}>
					{sayLink("close")}
				</button>
			</p>
		</dialog>
	);
}
