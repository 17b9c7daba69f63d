/** The document of the address in the reader's language, and the way from document to document. */
import { createStore } from "../../kit/store.ts";
import { ownFile } from "../ownFiles.ts";
import { plainBytes } from "../ownTexts.ts";
import { address, setAddress } from "../shell/location.ts";
import { type Lang, language } from "../words/words.ts";
import { addressOf, placeOf } from "./documentAddress.ts";
import { type Place, pathOf, placeAt } from "./documentPath.ts";
import { type ReadDocument, readDocument } from "./readDocument.ts";

/** "missing": there is no document of this name. */
export const shownDocument = createStore<ReadDocument | "loading" | "failed" | "missing">("loading");
/** Documents that were read, by path; null for a path without one. */
const known = new Map<string, ReadDocument | null>();
/** Grows each time that the reader goes to a document or a section of one. */
export const moves = createStore(0);
/** "Back" and "forward" return to where the page was, which the browser itself does. */
let returns = false;
addEventListener(
	"popstate",
	() => {
		returns = true;
	},
	true,
);

export function openDocument(place: Place): void {
	returns = false;
	setAddress(addressOf(place), "push");
	moves.set((now) => now + 1);
}

/** Whether the page is to move to the place that is shown now. */
export function takeMove(): boolean {
	const moved = !returns;
	returns = false;
	return moved;
}

/** Whether a document is known to have no Korean twin. */
export const isEnglishOnly = (name: string): boolean => known.get(pathOf(name, "ko") ?? "") === null;

let asked = "";

/** Shows the document of the address; the English one where there is none in the reader's language. */
export async function follow(): Promise<void> {
	const { name } = placeOf(address.get());
	const paths = [...new Set([pathOf(name, language.get()), pathOf(name, "en")])].filter((path) => path !== undefined);
	asked = paths.join();
	const mine = asked;
	for (const path of paths) {
		if (!known.has(path)) {
			if (!isShown(name)) shownDocument.set("loading");
			try {
				known.set(path, await load(path));
			} catch {
				if (mine === asked) shownDocument.set("failed");
				return;
			}
		}
		if (mine !== asked) return;
		const found = known.get(path);
		if (found) return shownDocument.set(found);
	}
	shownDocument.set("missing");
}

/** Whether the document is shown in one of its languages. */
function isShown(name: string): boolean {
	const now = shownDocument.get();
	return typeof now !== "string" && placeAt(now.path)?.name === name;
}

async function load(path: string): Promise<ReadDocument | null> {
	const answer = await fetch(ownFile(path));
	if (!answer.ok && answer.status !== 404 && answer.status !== 401 && answer.status !== 403)
		throw new Error(String(answer.status));
	return answer.ok ? readDocument(new TextDecoder().decode(await plainBytes(answer)), path) : null;
}

/** Number of the heading that the address names; -1 for none. */
export const headingAt = ({ headings }: ReadDocument, section: string): number =>
	headings.findIndex(({ slug }) => slug === section);

/** The same section in the other language, whose headings are in the same order. */
function keepSection(before: Lang): void {
	const { name, section } = placeOf(address.get());
	const from = known.get(pathOf(name, before) ?? "");
	const to = known.get(pathOf(name, language.get()) ?? "");
	if (section === "" || !from || !to || from.headings.length !== to.headings.length) return;
	const heading = to.headings[headingAt(from, section)];
	if (heading) setAddress(addressOf({ name, section: heading.slug }), "replace");
}

let spoken = language.get();
const isHere = () => address.get().view === "docs";
address.subscribe(() => {
	if (isHere()) void follow();
	else returns = false; // the way back led out of the documents
});
language.subscribe(async () => {
	const before = spoken;
	spoken = language.get();
	if (!isHere()) return;
	await follow();
	keepSection(before);
});
