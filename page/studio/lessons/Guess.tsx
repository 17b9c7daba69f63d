/** The question of a lesson, to which the reader commits a guess before the lesson answers it. */
import { type FormEvent, useState } from "react";
import { useStore } from "../shell/useStore.ts";
import { Words } from "./Blocks.tsx";
import type { Lesson } from "./lesson.ts";
import { commit, finished, guesses } from "./lessonsState.ts";
import { sayLessons, withUnit } from "./lessonWords.ts";

export function Guess({ lesson, number }: { lesson: Lesson; number: number }) {
	const kept = useStore(guesses)[number];
	const [asked, ask] = useState(kept === undefined);
	const [wrong, setWrong] = useState(false);
	const { least, most, unit, answer } = lesson.guess;
	const known = useStore(finished).has(number);
	const take = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const typed = new FormData(event.currentTarget).get("guess");
		const value = typed === "" ? Number.NaN : Number(typed);
		const fits = value >= least && value <= most;
		setWrong(!fits);
		if (!fits) return;
		commit(number, value);
		ask(false);
	};
	return (
		<div className="guess">
			<p>
				<Words words={lesson.question} guess={undefined} />
			</p>
			{asked ? (
				<form onSubmit={take}>
					<label>
						{sayLessons("guess", { unit })}{" "}
						<input name="guess" inputMode="decimal" autoComplete="off" defaultValue={kept ?? ""} aria-invalid={wrong} />
					</label>{" "}
					<button type="submit">{sayLessons("commit")}</button>
					{wrong && (
						<p className="bad" role="alert">
							{sayLessons("wrong", { least: least.toLocaleString("en"), most: most.toLocaleString("en") })}
						</p>
					)}
				</form>
			) : (
				<p role="status">
					<strong>{sayLessons("committed", { guess: withUnit(kept!, unit) })}</strong>{" "}
					{known ? sayLessons("answer", { answer: withUnit(answer, unit) }) : sayLessons("first")}{" "}
					<button type="button" className="plain" onClick={() => ask(true)}>
						{sayLessons("change")}
					</button>
				</p>
			)}
		</div>
	);
}
