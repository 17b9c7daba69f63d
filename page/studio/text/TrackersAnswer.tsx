/** What a search found: the table, its warnings and its notes. It is loaded with the first search. */
import type { TrackersFound } from "../worker/instrument/trackers.ts";
import { PlacesLine } from "./PlacesLine.tsx";
import { TrackersNotes } from "./TrackersNotes.tsx";
import { TrackersTable } from "./TrackersTable.tsx";

/** @param symbols of the whole text @param best units listed for each pattern */
export function TrackersAnswer({ found, symbols, best }: { found: TrackersFound; symbols: number; best: number }) {
	return (
		<>
			<TrackersTable found={found} />
			<PlacesLine found={found} />
			<TrackersNotes {...{ found, symbols, best }} />
		</>
	);
}
