/** The stream of events: the one answer that does not end. */
import { need } from "../body.ts";
import type { Handler } from "../handler.ts";

export const events: Handler = ({ events: log, watch, studyWatch }, { query, response }) => {
	const since = query("since");
	need("since", since === undefined || /^\d{1,15}$/.test(since), "0..");
	watch.wake();
	studyWatch.wake();
	log.attach(response, since === undefined ? undefined : Number(since));
	return undefined;
};
