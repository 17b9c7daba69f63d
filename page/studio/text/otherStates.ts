/** Other states of what is shown, to compare it with: checkpoints of the same run, and states of the page's training. */
import { useEffect, useState } from "react";
import { shownModel } from "../instrument/shownModel.ts";
import { client } from "../live/session.ts";
import { useStore } from "../shell/useStore.ts";
import { keptOfPage, newestOfPage, shown } from "../train/trainState.ts";
import { otherCheckpoints, type StateName } from "./otherCheckpoints.ts";

/** States of the run shown after other updates; none before the server has answered. @param known whether `run` is one of its runs */
export function useStatesOfRun(run: string | null, known: boolean): StateName[] {
	const [states, setStates] = useState<{ of: string | null; all: StateName[] }>({ of: null, all: [] });
	const { name, step } = useStore(shownModel);
	useEffect(() => {
		if (run === null || !known) return;
		let isNewest = true;
		const { checkpoint } = name;
		const answered = client.run(run).then((detail) => otherCheckpoints(detail, { checkpoint, step }));
		answered.then((all) => isNewest && setStates({ of: run, all })).catch(() => {}); // a run that has gone has none
		return () => {
			isNewest = false;
		};
	}, [run, known, name.checkpoint, step]);
	return states.of === run ? states.all : [];
}

/** States of the page's training, newest first, without the one shown. */
export function statesOfPage(): StateName[] {
	const newest = newestOfPage();
	if (!newest) return [];
	const { name, step, standIn, training } = shownModel.get();
	const own = name.run === null && !standIn && training === shown.get() ? step : null;
	const kept = keptOfPage().filter((update) => update !== own && update !== newest.step);
	return [...(newest.step === own ? [] : ["best" as const]), ...kept.reverse()];
}
