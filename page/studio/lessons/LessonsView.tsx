/** The nine lessons, each with its question. */
import { useEffect } from "react";
import { useStore } from "../shell/useStore.ts";
import { Words } from "./Blocks.tsx";
import { LessonsLoading } from "./LessonsLoading.tsx";
import { finished, guesses, lessons, readLessons, showScreen } from "./lessonsState.ts";
import { sayLessons } from "./lessonWords.ts";
import "./lessons.css";

export default function LessonsView() {
	const all = useStore(lessons);
	const said = useStore(guesses);
	const done = useStore(finished);
	useEffect(() => void readLessons(), []);
	return (
		<article className="lessons">
			<h1>{sayLessons("title")}</h1>
			<p className="quiet">{sayLessons("about")}</p>
			{typeof all === "string" ? (
				<LessonsLoading state={all} />
			) : (
				<ol>
					{all.map((lesson, n) => (
						<li key={lesson.title}>
							<h2>{lesson.title}</h2>
							<p>
								<Words words={lesson.question.slice(1)} guess={undefined} />
							</p>
							<p className="row">
								<button
									type="button"
									aria-label={`${sayLessons(done.has(n + 1) ? "readAgain" : "start")}: ${lesson.title}`}
									onClick={() => showScreen({ lesson: n + 1, screen: 1 }, all)}
								>
									{sayLessons(done.has(n + 1) ? "readAgain" : "start")}
								</button>
								{done.has(n + 1) && <span className="done">✓ {sayLessons("finished")}</span>}
								{said[n + 1] !== undefined && (
									<span className="quiet">
										{sayLessons("committed", { guess: said[n + 1]!.toLocaleString("en"), unit: lesson.guess.unit })}{" "}
										{done.has(n + 1) &&
											sayLessons("answer", {
												answer: lesson.guess.answer.toLocaleString("en"),
												unit: lesson.guess.unit,
											})}
									</span>
								)}
							</p>
						</li>
					))}
				</ol>
			)}
		</article>
	);
}
