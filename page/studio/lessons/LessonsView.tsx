/** The nine lessons, each with its question. */
import { type MouseEvent, useEffect } from "react";
import { writeAddress } from "../address.ts";
import { go, viewHref } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { Words } from "./Blocks.tsx";
import { LessonsLoading } from "./LessonsLoading.tsx";
import type { Lesson, Place } from "./lesson.ts";
import { finished, guesses, lessons, readLessons, screenAddress, showScreen } from "./lessonsState.ts";
import { sayLessons, withUnit } from "./lessonWords.ts";
import "./lessons.css";

export default function LessonsView() {
	const all = useStore(lessons);
	const said = useStore(guesses);
	const done = useStore(finished);
	useEffect(() => void readLessons(), []);
	return (
		<article className="lessons">
			<h1>{sayLessons("title")}</h1>
			<p className="quiet">
				{sayLessons("about")} <Documents />
			</p>
			{typeof all === "string" ? (
				<LessonsLoading state={all} />
			) : (
				<ol>
					{all.map((lesson, n) => (
						<li key={lesson.title}>
							<h2>
								<Title place={{ lesson: n + 1, screen: 1 }} all={all} />
							</h2>
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
										{sayLessons("committed", { guess: withUnit(said[n + 1]!, lesson.guess.unit) })}{" "}
										{done.has(n + 1) &&
											sayLessons("answer", { answer: withUnit(lesson.guess.answer, lesson.guess.unit) })}
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

/** What goes further than the lessons. */
function Documents() {
	const open = (event: MouseEvent) => {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		go("docs");
	};
	return (
		<a href={viewHref("docs")} onClick={open}>
			{sayLessons("documents")}
		</a>
	);
}

/** The title, which leads to the lesson, also in a tab of its own. */
function Title({ place, all }: { place: Place; all: readonly Lesson[] }) {
	const open = (event: MouseEvent) => {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		showScreen(place, all);
	};
	return (
		<a href={writeAddress(screenAddress(place, all))} onClick={open}>
			{all[place.lesson - 1]!.title}
		</a>
	);
}
