/** The way to each panel next to the text: their column is longer than the window. */
import { sayText } from "./textWords.ts";

/** Ids of the panels' headings, in their order. */
const PANELS = ["trackers", "against", "hold", "claim", "about"] as const;

export function PanelNav() {
	const show = (id: string) => document.getElementById(id)?.closest("section")?.scrollIntoView({ block: "start" });
	return (
		<nav className="panel-nav" aria-label={sayText("panels")}>
			{PANELS.map((id) => (
				<button key={id} type="button" className="plain" onClick={() => show(id)}>
					{sayText(`panel.${id}`)}
				</button>
			))}
		</nav>
	);
}
