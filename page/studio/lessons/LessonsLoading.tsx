/** What stands where the lessons will be. */
import { readLessons } from "./lessonsState.ts";
import { sayLessons } from "./lessonWords.ts";

export function LessonsLoading({ state }: { state: "loading" | "failed" }) {
	return (
		<div className="state" role="status">
			<p className="state-title">{sayLessons(state)}</p>
			{state === "failed" && (
				<button type="button" onClick={() => void readLessons()}>
					{sayLessons("again")}
				</button>
			)}
		</div>
	);
}
