/** Where every number above comes from. */
import { count } from "../../kit/numbers.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import type { LiveRun } from "./liveRun.ts";
import { isStored, stored } from "./storedRun.ts";

export function Provenance({ run }: { run: LiveRun }) {
	const { facts, step, weightsSha256 } = useStore(run.numbers);
	const old = useStore(stored);
	if (!facts) return <p className="provenance quiet">&nbsp;</p>;
	const { engine, threads, seed, parameters } = facts;
	const workers = threads === 1 ? say("provenance.thread") : say("provenance.threads", { n: threads });
	const words = say("provenance", {
		...{ build: engine, threads: workers, seed, step: count(step), parameters: count(parameters) },
	});
	return (
		<p className="provenance quiet numbers">
			{words}
			{weightsSha256 && `, ${say("provenance.weights", { digest: weightsSha256.slice(0, 8) })}`}
			{weightsSha256 && old && isStored(run.choice) && step === old.steps && weightsSha256 === old.weightsSha256 && (
				<span className="good"> {say("provenance.same")}</span>
			)}
		</p>
	);
}
