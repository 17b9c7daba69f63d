/** A document of the package, to be read in the page: its sections, its words, and the way back to the lesson. */
import { useEffect, useLayoutEffect, useRef } from "react";
import { placeOf as lessonAt } from "../lessons/lesson.ts";
import { lessons, readLessons, showScreen } from "../lessons/lessonsState.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { HOME, placeOf } from "./documentAddress.ts";
import { follow, isEnglishOnly, moves, openDocument, shownDocument, takeMove } from "./documentsState.ts";
import { sayDocuments } from "./documentsWords.ts";
import { DocumentLink } from "./links.tsx";
import { Blocks } from "./Markdown.tsx";
import { type ReadDocument, wordsOf } from "./readDocument.ts";
import "./documents.css";

export default function DocumentsView() {
	const shown = useStore(shownDocument);
	const now = useStore(address);
	useEffect(() => void follow(), []);
	const { name } = placeOf(now);
	return (
		<article className="documents">
			<nav className="document-way" aria-label={sayDocuments("title")}>
				<BackToLesson word={now.more.lesson} />
				<AllDocuments here={name} />
			</nav>
			{typeof shown === "string" ? <State state={shown} /> : <Shown key={shown.path} document={shown} />}
		</article>
	);
}

function BackToLesson({ word }: { word: string | undefined }) {
	const all = useStore(lessons);
	useEffect(() => void readLessons(), []);
	const place = typeof all === "string" ? null : lessonAt(word, all);
	if (!place || typeof all === "string") return null;
	return (
		<button type="button" onClick={() => showScreen(place, all)}>
			<span aria-hidden="true">←</span> {sayDocuments("back", { n: place.lesson })}
		</button>
	);
}

function AllDocuments({ here }: { here: string }) {
	if (here === HOME) return null;
	return (
		<button type="button" className="plain" onClick={() => openDocument({ name: HOME, section: "" })}>
			{sayDocuments("all")}
		</button>
	);
}

function State({ state }: { state: "loading" | "failed" | "missing" }) {
	return (
		<div className="state" role="status">
			<h1>{sayDocuments(state)}</h1>
			{state === "failed" && (
				<button type="button" onClick={() => void follow()}>
					{sayDocuments("again")}
				</button>
			)}
		</div>
	);
}

function Shown({ document }: { document: ReadDocument }) {
	const words = useRef<HTMLDivElement>(null);
	const { name, section } = placeOf(useStore(address));
	const lang = useStore(language);
	const moved = useStore(moves);
	const own = document.path.startsWith("docs/ko/") ? "ko" : "en";
	useLayoutEffect(() => {
		if (!takeMove()) return;
		const heading = words.current?.querySelector<HTMLElement>(section === "" ? "h1" : `[id="${CSS.escape(section)}"]`);
		heading?.focus({ preventScroll: true });
		if (section === "" || !heading) scrollTo({ top: 0 });
		else heading.scrollIntoView();
	}, [section, document, moved]);
	return (
		<div className="document">
			<Contents document={document} section={section} />
			<div className="document-words" lang={own} ref={words}>
				{own === "en" && lang === "ko" && isEnglishOnly(name) && (
					<p className="quiet" lang={lang}>
						{sayDocuments("english")}
					</p>
				)}
				<Blocks blocks={document.blocks} of={document} />
			</div>
		</div>
	);
}

const LEAST_SECTIONS = 3;

/** Sections of a document that has some: next to it, or above it on a narrow page. */
function Contents({ document, section }: { document: ReadDocument; section: string }) {
	const sections = document.headings.filter(({ depth }) => depth === 2);
	if (sections.length < LEAST_SECTIONS) return <div />;
	const links = (
		<ol>
			{sections.map(({ slug, token }) => (
				<li key={slug} aria-current={slug === section ? "true" : undefined}>
					<DocumentLink href={`#${slug}`} of={document}>
						{wordsOf(token.tokens)}
					</DocumentLink>
				</li>
			))}
		</ol>
	);
	return (
		<nav className="document-contents" aria-label={sayDocuments("contents")}>
			<details open={innerWidth > 1000}>
				<summary>{sayDocuments("contents")}</summary>
				{links}
			</details>
		</nav>
	);
}
