/** The texts that a page can train on: those that come with it, and the reader's own. */
import { ownFile } from "../ownFiles.ts";
import { Told } from "./told.ts";

const own = { text: "" };
const read = new Map<string, Promise<string>>();

/** The text of a choice. @throws Told if it is not here. */
export async function textOf(name: string): Promise<string> {
	if (name === "own" && own.text === "") throw new Told("data.textGone");
	if (name === "own") return own.text;
	const known = read.get(name);
	if (known) return known;
	const text = fetch(ownFile(`texts/${name}.txt`)).then((answer) => {
		if (!answer.ok) throw new Told("data.notServed", { file: `${name}.txt`, status: answer.status });
		return answer.text();
	});
	text.catch(() => read.delete(name));
	read.set(name, text);
	return text;
}

export function giveOwnText(text: string): void {
	own.text = text;
}
export const hasOwnText = () => own.text !== "";
