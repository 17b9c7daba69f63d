/** The way back to the table. */
import { hrefOf } from "../shell/location.ts";
import { sayRuns } from "./runWords.ts";

export function Back() {
	return (
		<p className="back">
			<a href={hrefOf({})}>
				<span aria-hidden="true">←</span> {sayRuns("back")}
			</a>
		</p>
	);
}
