/** The page's words in the reader's language, chosen once and changed at once everywhere. */
import { plain } from "../../kit/numbers.ts";
import { createStore } from "../../kit/store.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

export type Lang = "en" | "ko";
export type Key = keyof typeof en;

export const language = createStore<Lang>(firstLanguage());
const CATALOGUES: Record<Lang, Record<Key, string>> = { en, ko };

export type Holes = Readonly<Record<string, string | number>>;

/** A number that is handed over as such has its true minus. */
const filled = (text: string, holes: Holes) =>
	text.replace(/\{(\w+)\}/g, (hole, name: string) => {
		const value = holes[name];
		return typeof value === "number" ? plain(value) : String(value ?? hole);
	});

/** A function that says the messages of some catalogues with their holes filled. */
export function sayer<K extends string>(
	catalogues: Record<Lang, Record<K, string>>,
): (key: K, holes?: Holes) => string {
	return (key, holes = {}) => filled(catalogues[language.get()][key], holes);
}

/** A message of the whole page. */
export const say = sayer<Key>(CATALOGUES);

/** A message in both languages, for what is shown later. */
export const sayBoth = (key: Key, holes: Holes = {}): Record<Lang, string> => ({
	en: filled(en[key], holes),
	ko: filled(ko[key], holes),
});

export interface Piece {
	text?: string;
	hole?: string;
	after?: string;
}

/** A function that cuts a message at its holes: words and names in turn. `after`: what must stay with the hole on its line. */
export function cutter<K extends string>(catalogues: Record<Lang, Record<K, string>>): (key: K) => Piece[] {
	return (key) => {
		const cut = catalogues[language.get()][key].matchAll(/\{(\w+)\}(\S*)|([^{]+)/g);
		return [...cut].map(([, hole, after, text]) => (hole === undefined ? { text: text! } : { hole, after: after! }));
	};
}

/** A message of the whole page, cut at its holes. */
export const pieces = cutter<Key>(CATALOGUES);

/** The reader's own choice: it stays, and the language that a link asked for is no longer part of the address. */
export function setLanguage(lang: Lang): void {
	localStorage.setItem("sluice.lang", lang);
	sessionStorage.setItem("sluice.lang", lang);
	if (ofLink()) history.replaceState(null, "", location.hash.replace(/([?&])lang=\w+&?/, "$1").replace(/[?&]$/, ""));
	document.documentElement.lang = lang;
	language.set(lang);
}

/** The language that the address asks for, as a link does that was copied from a view. */
function ofLink(): Lang | undefined {
	return /[?&]lang=(en|ko)(?![^&])/.exec(location.hash)?.[1] as Lang | undefined;
}

addEventListener("hashchange", () => {
	if (ofLink()) language.set(firstLanguage());
});

/** That of the link, also after a reload of its tab; else the one that was chosen last, or the browser's. */
function firstLanguage(): Lang {
	const linked = ofLink();
	if (linked) sessionStorage.setItem("sluice.lang", linked);
	const kept = linked ?? sessionStorage.getItem("sluice.lang") ?? localStorage.getItem("sluice.lang");
	const lang = kept === "en" || kept === "ko" ? kept : navigator.language.startsWith("ko") ? "ko" : "en";
	document.documentElement.lang = lang;
	return lang;
}
