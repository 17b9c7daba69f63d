/** The texts that a page can train on: those that come with it, and the reader's own. */
import { ownFile } from "../ownFiles.ts";
import { plainBytes } from "../ownTexts.ts";
import { Told } from "./told.ts";

const own = { text: "" };
/** Keeps the word of the link over a reload, since the address loses it. */
const LINKED = "sluice.own";
const inLink = /[?&]own=([\w-]{1,2000})(?![^&])/.exec(location.hash)?.[1];
if (inLink) sessionStorage.setItem(LINKED, inLink);
const word = inLink ?? sessionStorage.getItem(LINKED);
/** The text that the link of this page holds, as the reader's own. */
const linked = word ? import("../shell/packed.ts").then(({ unpacked }) => unpacked(word)) : undefined;
/** Resolves to the text of the link; null if it holds none. */
export const linkedText = async (): Promise<string | null> => (await linked) ?? null;
const read = new Map<string, Promise<string>>();

/** The text of a choice. @throws Told if it is not here. */
export async function textOf(name: string): Promise<string> {
	if (name === "own" && own.text === "") own.text = (await linkedText()) ?? "";
	if (name === "own" && own.text === "") throw new Told("data.textGone");
	if (name === "own") return own.text;
	const known = read.get(name);
	if (known) return known;
	const text = fetch(ownFile(`texts/${name}.txt`)).then(async (answer) => {
		if (!answer.ok) throw new Told("data.notServed", { file: `${name}.txt`, status: answer.status });
		return new TextDecoder().decode(await plainBytes(answer));
	});
	text.catch(() => read.delete(name));
	read.set(name, text);
	return text;
}

export function giveOwnText(text: string): void {
	own.text = text;
	sessionStorage.removeItem(LINKED);
	if (inLink) history.replaceState(null, "", location.hash.replace(`own=${inLink}`, "").replace(/[?&]$/, ""));
}
export const hasOwnText = () => own.text !== "";
