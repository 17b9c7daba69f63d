/** The way back to the table, which Escape takes too. */
import { useEffect } from "react";
import { go, hrefOf } from "../shell/location.ts";
import { sayRuns } from "./runWords.ts";

export function Back() {
	useEffect(() => {
		const back = (event: KeyboardEvent) => {
			const field = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName);
			if (event.key === "Escape" && !event.isComposing && !field && !document.querySelector("dialog[open], .palette"))
				go("runs");
		};
		addEventListener("keydown", back);
		return () => removeEventListener("keydown", back);
	}, []);
	return (
		<p className="back">
			<a href={hrefOf({})}>
				<span aria-hidden="true">←</span> {sayRuns("back")}
			</a>
		</p>
	);
}
