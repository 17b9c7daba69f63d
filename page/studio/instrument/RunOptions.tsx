/** The runs on text of this machine as options of a choice of networks. */
import { useEffect } from "react";
import { goLive, runsStore } from "../live/live.ts";
import { useStore } from "../shell/useStore.ts";

interface RunOptionsCall {
	/** The run that is shown; null for another network. It is an option also if it is none of the runs. */
	chosen: string | null;
	/** Whether echo state networks on tasks and series are among them. */
	echo?: boolean;
}

export function RunOptions({ chosen, echo = false }: RunOptionsCall) {
	const { rows } = useStore(runsStore.state);
	useEffect(goLive, []);
	const runs = [...rows.values()].filter(
		({ kind, damage, model }) => damage === undefined && (kind === "text" || (echo && model?.startsWith("esn"))),
	);
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
