/** All runs in one table. */
import { say } from "../words/words.ts";

export function RunsView() {
	return <h1>{say("app.runs")}</h1>;
}
