/** The address of the page as a store. Deliberate acts push an entry, so that "back" undoes them; others replace it. */
import { createStore } from "../../kit/store.ts";
import { type Address, readAddress, writeAddress } from "../address.ts";
import { BLANKS, type Choice, DEFAULTS } from "../train/choices.ts";
import { keptChoice, keptSettings, keptWords, VIEWS, viewsOf } from "./limits.ts";

/** Keeps the words of Train over a reload while the address does without them. */
const CHOICE = "sluice.choice";
export const address = createStore<Address>(readNow(readAddress(sessionStorage.getItem(CHOICE) ?? "").choice));
const read = () => address.set(readNow(address.get().choice));
addEventListener("popstate", read);
addEventListener("hashchange", read);
const keepChoice = () => {
	const { choice } = address.get();
	sessionStorage.setItem(CHOICE, writeAddress({ view: "train", choice, show: [], lock: [], receipt: "", more: {} }));
};
address.subscribe(keepChoice);
keepChoice();

/** The address of the browser. One without words of Train, where they play no part, leaves them as they were. */
function readNow(before: Choice): Address {
	const now = readAddress(location.hash);
	const says = BLANKS.some((key) => now.choice[key] !== DEFAULTS[key]) || Object.keys(now.choice.further).length > 0;
	return says || usesTrain(now) ? now : { ...now, choice: before };
}

/** What is written of an address: the words of Train where they play a part, or where a link locks some. */
const written = (now: Address) =>
	writeAddress(usesTrain(now) || now.lock.length > 0 ? now : { ...now, choice: DEFAULTS });

/** Shows another address. What the link locks stays as it is, but for the figures of a lesson ("figure"). */
export function setAddress(wanted: Address, how: "push" | "replace" | "figure"): void {
	const next = how === "figure" ? wanted : kept(wanted);
	const words = written(next);
	if (words === (location.hash || "#/train")) address.set(next);
	else {
		history[how === "replace" ? "replaceState" : "pushState"](null, "", words);
		address.set(next);
	}
}

/** What each view showed last under a lock, so that a way round by another view changes nothing. */
const seen = new Map<string, Address["more"]>();
/** A view, and an instrument of the lab on its matrix, whose settings are its own. */
const instrumentKey = (view: string, { lab = "", of = "" }: Address["more"]) => `${view} ${lab} ${of}`;
const see = () => {
	const { view, more, lock } = address.get();
	if (lock.length === 0) seen.clear();
	else seen.set(view, more).set(instrumentKey(view, more), more);
};
address.subscribe(see);
see();

function kept(next: Address): Address {
	const { lock } = next;
	const { choice, lock: before } = address.get();
	if (lock.length === 0 || before.length === 0) return next;
	const was = seen.get(next.view);
	const words = was ? keptWords(next.more, was, lock) : next.more;
	const same = seen.get(instrumentKey(next.view, words));
	const more = same ? keptSettings(words, same, lock) : words;
	return { ...next, choice: keptChoice(next.choice, choice, lock), more };
}

/** Whether the link keeps this word of the address, or this setting within `at`, from changing. */
export const isLocked = (word: string): boolean => address.get().lock.includes(word);

/** Takes nothing from the reader any more. */
export const showAll = (): void => setAddress({ ...address.get(), show: [], lock: [] }, "push");

/** Views of a trained network; going from one to another keeps the network. */
const OF_MODELS: readonly string[] = ["text", "cell", "play"];
let network: Address["more"] = {};
/** What the view Text last showed of each network: its unit, its pattern, its place. */
const texts = new Map<string, Address["more"]>();
/** What the reader last set in the gradient lab, outside a lesson. */
let lab: Address["more"] = {};
const keyOf = (words: Address["more"]) => JSON.stringify(Object.entries(pick(words)));
address.subscribe(keepNetwork);
keepNetwork();

function keepNetwork(): void {
	const { view, more } = address.get();
	if (OF_MODELS.includes(view)) network = pick(more);
	const { lesson: _, ...words } = more;
	if (view === "text") texts.set(keyOf(more), words);
	if (view === "lab" && more.lesson === undefined) lab = more;
}

/** A function of its own name, since it is called while this file is read. */
function pick({ run, cp, part }: Address["more"]): Address["more"] {
	return {
		...(run !== undefined && { run }),
		...(cp !== undefined && { cp }),
		...(part !== undefined && { part }),
	};
}

/** What the reader's own training is trained with, whatever a lesson's figure trains; null before the first start. */
export const ownChoice = createStore<Choice | null>(null);

/** The address without the lesson: the choice of the reader's own training, and the panels that a figure left out. */
export function withoutLesson(now: Address): Address {
	const { lesson, ...more } = now.more;
	const choice = ownChoice.get() ?? now.choice;
	if (lesson === undefined) return { ...now, choice };
	return { ...now, choice, more, show: now.show.filter((name) => (VIEWS as readonly string[]).includes(name)) };
}

/** Goes to a view, if the link leaves it to its reader. */
export function go(view: Address["view"], more: Address["more"] = {}): void {
	if (view !== "receipt" && view !== "docs" && !viewsOf(address.get()).includes(view)) return;
	const own = OF_MODELS.includes(view) && Object.keys(pick(more)).length === 0 ? network : {};
	const ofLab = view === "lab" && Object.keys(more).length === 0 ? lab : undefined;
	const left = view === "text" ? texts.get(keyOf({ ...own, ...more })) : ofLab;
	setAddress({ ...withoutLesson(address.get()), view, more: { ...left, ...own, ...more } }, "push");
}

/** The link to what is shown, without the words of Train where they play no part. */
export function linkNow(): string {
	const now = address.get();
	const words = usesTrain(now) ? now : { ...now, choice: DEFAULTS };
	return location.href.replace(/#.*$/, "") + writeAddress(words);
}

/** Whether the words of Train make what is shown: the training of this page, or its network. */
export function usesTrain({ view, more: { run, net, vs, lab = "", of } }: Address): boolean {
	if (view === "runs" || view === "chat" || view === "lessons" || view === "docs") return false;
	if (view === "lab") return of === "own" || (lab === "arcs" && run === undefined);
	return vs === "page" || (run === undefined && (view !== "play" || net === "page"));
}

/** Address of the view Runs with these words; the rest of the address stays. */
export const hrefOf = (more: Address["more"]) => written({ ...address.get(), view: "runs", more });

/** Address of a view, with the limits of this link. */
export const viewHref = (view: Address["view"]) => written({ ...address.get(), view, more: {} });
