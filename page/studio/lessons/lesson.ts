/** The lessons as the page reads them: scripts/lessons.mjs makes them of docs/lessons. */

export type Inline =
	| string
	| { strong: Inline[] }
	| { em: Inline[] }
	| { code: string }
	| { link: string; href: string }
	/** A document of the package, by its path. */
	| { link: string; document: string }
	/** A sentence with the reader's own {guess}; not said without one. */
	| { said: string }
	/** Number of the claim that ends here. */
	| { claim: string };

export type Block = { words: Inline[] } | { list: Inline[][] } | { code: string };

export interface Screen {
	title: string;
	/** The view that the screen is about; null for that of the screen before. */
	figure: { words: string; address: string } | null;
	blocks: Block[];
}

export interface Lesson {
	title: string;
	question: Inline[];
	guess: { least: number; most: number; unit: string; answer: number };
	screens: Screen[];
}

/** A lesson and a screen of it, both from 1; as a word of the address "2.3". */
export interface Place {
	lesson: number;
	screen: number;
}

export function placeOf(word: string | undefined, lessons: readonly Lesson[]): Place | null {
	const [, lesson, screen = "1"] = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(word ?? "") ?? [];
	const found = lessons[Number(lesson) - 1];
	if (!found) return null;
	return { lesson: Number(lesson), screen: Math.min(Math.max(1, Number(screen)), found.screens.length) };
}

/** The screen that follows, or the one before; null at the end of a lesson. */
export function next({ lesson, screen }: Place, lessons: readonly Lesson[], by: 1 | -1): Place | null {
	const to = screen + by;
	return to >= 1 && to <= lessons[lesson - 1]!.screens.length ? { lesson, screen: to } : null;
}

/** Address of a screen's figure: its own, or the last one before it. */
export function figureOf({ lesson, screen }: Place, lessons: readonly Lesson[]): string {
	const { screens } = lessons[lesson - 1]!;
	return screens.slice(0, screen).findLast(({ figure }) => figure !== null)?.figure?.address ?? "#/train";
}

/** Address of the newest figure of this lesson that trains a network, up to this screen; null if none has trained one. */
export function trainedBy({ lesson, screen }: Place, lessons: readonly Lesson[]): string | null {
	const figures = lessons[lesson - 1]!.screens.slice(0, screen).map(({ figure }) => figure?.address ?? "");
	return figures.findLast((figure) => figure.startsWith("#/train?") && !/^#\/train\?show=[\w,]*$/.test(figure)) ?? null;
}
