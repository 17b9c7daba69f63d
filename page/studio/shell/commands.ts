/**
 * Every command of the page: its words, its key, and what it does. The palette, the keys and the links all read it; what
 * the view's own buttons do comes from them (viewActs.ts).
 */

import type { ViewName } from "../address.ts";
import { playOrPause, restart } from "../train/transportActs.ts";
import { type Key, language, setLanguage } from "../words/words.ts";
import { copyLink, flipTheme, openNewest, tellNow } from "./acts.ts";
import { hearing } from "./hearing.ts";
import { viewsOf } from "./limits.ts";
import { address, go } from "./location.ts";
import { paletteOpen } from "./paletteOpen.ts";
import { takeBack } from "./toasts.ts";

export interface Command {
	id: string;
	name: Key;
	/**
	 * Key on the keyboard: matched by its letter or by its place, since a Korean input method sends another letter.
	 * With "mod" it needs Ctrl or Command; without, or if "fields" is false, it works only outside text fields.
	 */
	key?: { code: string; key: string; mod?: true; fields?: false };
	/** The view that it leads to, which a link may leave out. */
	view?: Exclude<ViewName, "docs" | "receipt">;
	run(): void;
}

export const COMMANDS: readonly Command[] = [
	{
		id: "palette",
		name: "command.palette",
		key: { code: "KeyK", key: "k", mod: true },
		run: () => paletteOpen.set(true),
	},
	{ id: "undo", name: "train.undo", key: { code: "KeyZ", key: "z", mod: true, fields: false }, run: takeBack },
	{ id: "newest", name: "command.newest", view: "runs", key: { code: "KeyO", key: "o" }, run: () => void openNewest() },
	{ id: "train", name: "command.train", view: "train", key: { code: "KeyT", key: "t" }, run: () => go("train") },
	{ id: "text", name: "command.text", view: "text", key: { code: "KeyX", key: "x" }, run: () => go("text") },
	{ id: "cell", name: "command.cell", view: "cell", key: { code: "KeyC", key: "c" }, run: () => go("cell") },
	{ id: "lab", name: "command.lab", view: "lab", key: { code: "KeyG", key: "g" }, run: () => go("lab") },
	{ id: "toPlay", name: "command.toPlay", view: "play", key: { code: "KeyY", key: "y" }, run: () => go("play") },
	{ id: "chat", name: "command.chat", view: "chat", key: { code: "KeyA", key: "a" }, run: () => go("chat") },
	{ id: "runs", name: "command.runs", view: "runs", key: { code: "KeyR", key: "r" }, run: () => go("runs") },
	{
		id: "lessons",
		name: "command.lessons",
		view: "lessons",
		key: { code: "KeyE", key: "e" },
		run: () => go("lessons"),
	},
	{ id: "docs", name: "command.docs", run: () => go("docs") },
	{ id: "play", name: "command.play", key: { code: "KeyP", key: "p" }, run: playOrPause },
	{ id: "again", name: "command.again", run: restart },
	{ id: "theme", name: "command.theme", key: { code: "KeyD", key: "d" }, run: flipTheme },
	{ id: "language", name: "command.language", run: () => setLanguage(language.get() === "en" ? "ko" : "en") },
	{ id: "copyLink", name: "command.copyLink", key: { code: "KeyL", key: "l" }, run: () => void copyLink() },
	{ id: "hear", name: "command.hear", key: { code: "KeyH", key: "h" }, run: () => hearing.get()?.run() },
	{ id: "tell", name: "command.tell", key: { code: "KeyN", key: "n" }, run: tellNow },
];

/** The commands that the link leaves to its reader. */
export function commandsNow(): readonly Command[] {
	const views = viewsOf(address.get());
	return COMMANDS.filter(({ view }) => view === undefined || views.includes(view));
}

/** The command of a key press; undefined if there is none, or if the key belongs to a field. */
export function commandOf(event: KeyboardEvent, commands = commandsNow()): Command | undefined {
	if (paletteOpen.get()) return undefined; // its field may not have the focus yet
	const { target } = event;
	const field = target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
	const mod = event.ctrlKey || event.metaKey;
	return commands.find(({ key }) => {
		if (!key || event.isComposing || event.altKey) return false;
		if ((key.mod ?? false) !== mod || (!mod && event.shiftKey)) return false;
		if (field && (!mod || key.fields === false)) return false;
		return event.code === key.code || event.key.toLowerCase() === key.key;
	});
}

export function listenToKeys(): void {
	addEventListener("keydown", (event) => {
		const command = commandOf(event);
		if (!command) return;
		event.preventDefault();
		command.run();
	});
}
