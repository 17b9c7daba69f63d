/** Name, views, and what belongs to the whole page. */
import type { ViewName } from "../address.ts";
import { language, say, setLanguage } from "../words/words.ts";
import { copyLink, flipTheme } from "./acts.ts";
import { viewsOf } from "./limits.ts";
import { address, go, viewHref } from "./location.ts";
import { paletteOpen } from "./paletteOpen.ts";

/** @param call.teaching a lesson is open, or a document that belongs to the lessons: the lessons are lit with the view. */
export function Header({ view, teaching }: { view: ViewName; teaching: boolean }) {
	const other = language.get() === "en" ? "ko" : "en";
	return (
		<header className="top">
			<span className="name">Sluice</span>
			<nav aria-label={say("app.main")}>
				{viewsOf(address.get()).map((name) => (
					<a
						key={name}
						href={viewHref(name)}
						aria-current={name === view ? "page" : teaching && name === "lessons" ? "true" : undefined}
						onClick={(event) => {
							event.preventDefault();
							go(name);
						}}
					>
						{say(`app.${name}`)}
					</a>
				))}
			</nav>
			<span className="grow" />
			<button type="button" className="plain share" title={say("command.copyLink")} onClick={() => void copyLink()}>
				<ShareIcon />
				{say("app.share")}
			</button>
			<button type="button" className="plain" onClick={() => paletteOpen.set(true)}>
				{say("app.palette")} <kbd>Ctrl K</kbd>
			</button>
			<button type="button" className="plain" lang={other} onClick={() => setLanguage(other)}>
				{other === "ko" ? "한국어" : "English"}
			</button>
			<button
				type="button"
				className="plain"
				aria-label={say("app.theme")}
				title={say("app.theme")}
				onClick={flipTheme}
			>
				<span aria-hidden="true">◐</span>
			</button>
		</header>
	);
}

function ShareIcon() {
	return (
		<svg viewBox="0 0 16 16" aria-hidden="true">
			<path d="M8 10V2M5 4.5 8 1.5l3 3M5 7H3v7h10V7h-2" fill="none" stroke="currentColor" strokeWidth="1.4" />
		</svg>
	);
}
