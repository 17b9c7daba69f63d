/** The runs on text of this machine as options of a choice of networks. */
import { useEffect } from "react";
import { goLive, runsStore } from "../live/live.ts";
import { useStore } from "../shell/useStore.ts";

/** @param chosen the run that is shown; null for another network. It is an option also if it is none of the runs. */
export function RunOptions({ chosen }: { chosen: string | null }) {
	const { rows } = useStore(runsStore.state);
	useEffect(goLive, []);
	const runs = [...rows.values()].filter(({ kind, damage }) => kind === "text" && damage === undefined);
	const isKnown = chosen === null || runs.some(({ id }) => id === chosen);
	return (
		<>
			{!isKnown && <option value={chosen}>{chosen}</option>}
			{runs.map(({ id, name, model }) => (
				<option key={id} value={id}>
					{name} ({model})
				</option>
			))}
		</>
	);
}
