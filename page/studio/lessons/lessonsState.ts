/** The lessons in the reader's language, the guesses that they committed, and the way from screen to screen. */
import { createStore } from "../../kit/store.ts";
import { type Address, readAddress } from "../address.ts";
import { ownFile } from "../ownFiles.ts";
import { VIEWS } from "../shell/limits.ts";
import { address, ownChoice, setAddress, withoutLesson } from "../shell/location.ts";
import { followAddress } from "../train/lessonTraining.ts";
import { type Lang, language } from "../words/words.ts";
import { figureOf, type Lesson, type Place, trainedBy } from "./lesson.ts";

export const lessons = createStore<readonly Lesson[] | "loading" | "failed">("loading");
let read: Lang | undefined;

/** Reads the lessons of the reader's language once. */
export async function readLessons(): Promise<void> {
	const lang = language.get();
	if (read === lang && lessons.get() !== "failed") return;
	read = lang;
	try {
		const answer = await fetch(ownFile(`lessons/${lang}.json`));
		if (!answer.ok) throw new Error(String(answer.status));
		const found = (await answer.json()) as Lesson[];
		if (read === lang) lessons.set(found);
	} catch {
		if (read === lang) lessons.set("failed");
	}
}
language.subscribe(() => {
	if (read !== undefined) void readLessons();
});

/** The address of a screen with its figure. */
export function screenAddress(place: Place, all: readonly Lesson[]): Address {
	const { lesson, screen } = place;
	const { view, show, more } = readAddress(figureOf(place, all));
	const own = { ...more, lesson: `${lesson}.${screen}` };
	const now = address.get();
	const views = now.show.filter((name) => (VIEWS as readonly string[]).includes(name)); // the link's own limits stay
	const trained = trainedBy(place, all);
	const choice = trained === null ? (ownChoice.get() ?? now.choice) : readAddress(trained).choice;
	return { ...now, view, choice, show: [...views, ...show], more: own };
}

export function showScreen(place: Place, all: readonly Lesson[]): void {
	setAddress(screenAddress(place, all), "figure");
	followAddress();
}

export function leaveLesson(): void {
	setAddress(withoutLesson(address.get()), "push");
}

const LESSONS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const finishedKey = (lesson: number) => `sluice.finished.${lesson}`;

/** The lessons whose last screen the reader has seen. */
export const finished = createStore<ReadonlySet<number>>(
	new Set(LESSONS.filter((lesson) => localStorage.getItem(finishedKey(lesson)) !== null)),
);

export function finish(lesson: number): void {
	if (finished.get().has(lesson)) return;
	localStorage.setItem(finishedKey(lesson), "1");
	finished.set((now) => new Set([...now, lesson]));
}

const keyOf = (lesson: number) => `sluice.guess.${lesson}`;

/** The reader's guess by lesson. */
export const guesses = createStore<Readonly<Record<number, number>>>(kept());

export function commit(lesson: number, guess: number): void {
	localStorage.setItem(keyOf(lesson), String(guess));
	guesses.set((now) => ({ ...now, [lesson]: guess }));
}

function kept(): Record<number, number> {
	const found: Record<number, number> = {};
	for (const lesson of LESSONS) {
		const guess = localStorage.getItem(keyOf(lesson));
		if (guess !== null && Number.isFinite(Number(guess))) found[lesson] = Number(guess);
	}
	return found;
}
