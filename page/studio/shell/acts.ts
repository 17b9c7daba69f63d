/** What some commands do that belong to no view. */
import { loss } from "../../kit/numbers.ts";
import { createStore } from "../../kit/store.ts";
import { client } from "../live/session.ts";
import { shown } from "../train/trainState.ts";
import { say } from "../words/words.ts";
import { go } from "./location.ts";

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

/** Whether the dialog of a link was ever needed, so that it is loaded. */
export const linking = createStore(false);

export async function copyLink(): Promise<void> {
	linking.set(true);
	const { copyOrAsk } = await import("../link/copyLink.ts");
	await copyOrAsk();
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
