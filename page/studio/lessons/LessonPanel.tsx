/** A lesson beside the view that it is about: one screen of words, and the way to the next. */
import { useEffect, useRef } from "react";
import { address, go } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { Blocks } from "./Blocks.tsx";
import { Guess } from "./Guess.tsx";
import { LessonsLoading } from "./LessonsLoading.tsx";
import { type Lesson, next, type Place, placeOf } from "./lesson.ts";
import { finish, guesses, leaveLesson, lessons, readLessons, showScreen } from "./lessonsState.ts";
import { sayLessons } from "./lessonWords.ts";
import "./lessons.css";

export default function LessonPanel() {
	const { more } = useStore(address);
	const all = useStore(lessons);
	useEffect(() => void readLessons(), []);
	if (typeof all === "string") return <LessonsLoading state={all} />;
	const place = placeOf(more.lesson, all);
	return place && <Shown key={place.lesson} place={place} all={all} />;
}

function Shown({ place, all }: { place: Place; all: readonly Lesson[] }) {
	const lesson = all[place.lesson - 1]!;
	const screen = lesson.screens[place.screen - 1]!;
	const guess = useStore(guesses)[place.lesson];
	const heading = useRef<HTMLHeadingElement>(null);
	const { more } = useStore(address);
	const [before, after] = [next(place, all, -1), next(place, all, 1)];
	useEffect(() => {
		if (after === null) finish(place.lesson);
	}, [after === null, place.lesson]);
	const move = (to: Place) => {
		showScreen(to, all);
		heading.current?.focus({ preventScroll: true });
		scrollTo({ top: 0 }); // to the words on a narrow page, to the figure on a wide one
	};
	/** Shows the figure as the screen began with it, from the part that it is about. */
	const seeFigure = () => {
		showScreen(place, all);
		const part = more.see && document.querySelector(`[data-part="${CSS.escape(more.see)}"]`);
		(part || document.querySelector(".view"))?.scrollIntoView();
	};
	const following = { lesson: place.lesson + 1, screen: 1 };
	return (
		<aside className="lesson" aria-label={lesson.title}>
			<div className="lesson-top quiet">
				<span>{sayLessons("lesson", { n: place.lesson })}</span>
				<span className="numbers">{sayLessons("screen", { n: place.screen, all: lesson.screens.length })}</span>
				<span className="grow" />
				<button type="button" className="plain" aria-label={sayLessons("close")} onClick={leaveLesson}>
					<span aria-hidden="true">✕</span>
				</button>
			</div>
			<div className="lesson-words">
				<h2 tabIndex={-1} ref={heading}>
					{screen.title}
				</h2>
				{place.screen === 1 && <Guess lesson={lesson} number={place.lesson} />}
				<Blocks blocks={screen.blocks} guess={guess} />
				{screen.figure && (
					<button type="button" className="plain see-figure" onClick={seeFigure}>
						{sayLessons("figure", { words: screen.figure.words })}
					</button>
				)}
			</div>
			<div className="row">
				<button type="button" disabled={!before} onClick={() => before && move(before)}>
					{sayLessons("back")}
				</button>
				{after ? (
					<button type="button" className="play" onClick={() => move(after)}>
						{sayLessons("next")}
					</button>
				) : (
					following.lesson <= all.length && (
						<button type="button" className="play" onClick={() => showScreen(following, all)}>
							{sayLessons("end")}
						</button>
					)
				)}
				<span className="grow" />
				<button type="button" className="plain" onClick={() => go("lessons")}>
					{sayLessons("all")}
				</button>
			</div>
		</aside>
	);
}
