/** What a link with `show` or `lock` takes from its reader, and the way out. */
import { say } from "../words/words.ts";
import { limits, lockedIn, strangers, VIEWS, viewsOf } from "./limits.ts";
import { address, showAll } from "./location.ts";
import { useStore } from "./useStore.ts";

export function Limits() {
	const now = useStore(address);
	if (!limits(now)) return null;
	const views = viewsOf(now);
	const [locked, unknown] = [lockedIn(now), strangers(now)];
	return (
		<aside className="limits" aria-label={say("limits.title")}>
			{views !== VIEWS && (
				<span>{say("limits.views", { views: views.map((name) => say(`app.${name}`)).join(", ") })}</span>
			)}
			{locked.length > 0 && <span>{say("limits.lock", { words: locked.join(", ") })}</span>}
			{unknown.length > 0 && <span>{say("limits.unknown", { words: unknown.join(", ") })}</span>}
			<button type="button" className="plain" onClick={showAll}>
				{say("limits.leave")}
			</button>
		</aside>
	);
}
