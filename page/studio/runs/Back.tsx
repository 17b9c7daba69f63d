/** The way back to the table, or from the run of a trial to its study, which Escape takes too. */
import { useEffect } from "react";
import { address, go, hrefOf } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { sayRuns } from "./runWords.ts";

/** @param study id of the study that the run is a trial of */
export function Back({ study }: { study?: string | undefined }) {
	const { more } = useStore(address);
	const to = more.open && (study ?? more.study);
	const words: Record<string, string> = to ? { study: to } : {};
	useEffect(() => {
		const back = (event: KeyboardEvent) => {
			const field = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName);
			if (event.key === "Escape" && !event.isComposing && !field && !document.querySelector("dialog[open], .palette"))
				go("runs", words);
		};
		addEventListener("keydown", back);
		return () => removeEventListener("keydown", back);
	}, [to]);
	return (
		<p className="back">
			<a href={hrefOf(words)}>
				<span aria-hidden="true">←</span> {sayRuns(to ? "backToStudy" : "back")}
			</a>
		</p>
	);
}
