/** What some commands do that belong to no view. */
import { loss } from "../../kit/numbers.ts";
import { createStore } from "../../kit/store.ts";
import { client, session } from "../live/session.ts";
import { shown } from "../train/trainState.ts";
import { say } from "../words/words.ts";
import { address, go, linkNow } from "./location.ts";
import { toast } from "./toasts.ts";

/** What a screen reader announces. */
export const told = createStore("");

export function flipTheme(): void {
	const { documentElement: root } = document;
	const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
	root.dataset.theme = dark ? "light" : "dark";
	localStorage.setItem("sluice.theme", root.dataset.theme);
	dispatchEvent(new Event("sluice:theme"));
	shown.get().changed();
}

export function keptTheme(): void {
	const kept = localStorage.getItem("sluice.theme");
	if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
}

/** A link to a run opens only where the studio has it, in a browser with a session. */
export function copyLink(): void {
	const { more } = address.get();
	const ofRun = session.get() !== "exported" && (more.run !== undefined || more.open !== undefined);
	void navigator.clipboard.writeText(linkNow()).then(() => toast(say(ofRun ? "take.copiedHere" : "take.copied")));
}

/** Opens the run that has changed last, or the table if there is none or no session. */
export async function openNewest(): Promise<void> {
	const answer = await client.runs().catch(() => null);
	const newest = answer?.runs.reduce((a, b) => (b.changedMs > a.changedMs ? b : a), answer.runs[0]!);
	go("runs", newest ? { open: newest.id } : {});
}

/** Says where training is, for who does not see it. */
export function tellNow(): void {
	const { step, loss: train, valid, lossUnit } = shown.get().numbers.get();
	const now = say("panel.lossNow", { loss: loss(train), unit: lossUnit, valid: loss(valid) });
	told.set(`${say("train.update", { step: step.toLocaleString("en") })}: ${now}`);
}
