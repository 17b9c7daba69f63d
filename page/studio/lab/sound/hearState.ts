/** What is being played, how loud, and how it is stopped. Nothing plays unless its button or key is pressed. */
import { createStore } from "../../../kit/store.ts";
import { told } from "../../shell/acts.ts";
import { hearing } from "../../shell/hearing.ts";
import { schedule } from "./scheduled.ts";
import { secondsOf, type Tone } from "./tones.ts";

export interface HearSource {
	/** The tones of what is shown now. */
	tones(): Tone[];
	/** The same numbers in one sentence. */
	sentence(): string;
}

const VOLUME = "sluice.volume";
const kept = Number(localStorage.getItem(VOLUME) ?? 0.5);

/** `playing`: what plays now; null if it is quiet. */
export const hearState = createStore<{ playing: HearSource | null; volume: number }>({
	...{ playing: null, volume: kept >= 0 && kept <= 1 ? kept : 0.5 },
});

let end: (() => void) | undefined;

export function setVolume(volume: number): void {
	localStorage.setItem(VOLUME, String(volume));
	hearState.set((now) => ({ ...now, volume }));
}

export function hush(): void {
	end?.();
	end = undefined;
	hearState.set((now) => ({ ...now, playing: null }));
}

/** Plays from 0 steps back on; says the same in words. */
export function play(source: HearSource): void {
	hush();
	const tones = source.tones();
	if (tones.length === 0) return;
	told.set(source.sentence());
	const { volume } = hearState.get();
	const context = new AudioContext();
	const silence = schedule(context, tones, volume, context.currentTime + 0.05);
	const timer = setTimeout(hush, 1000 * (secondsOf(tones) + 0.1));
	end = () => {
		clearTimeout(timer);
		silence();
		void context.close();
	};
	hearState.set((now) => ({ ...now, playing: source }));
}

export const toggle = (source: HearSource): void => (hearState.get().playing === source ? hush() : play(source));

/** Lets the key and the command of the page play this source as long as it is shown. */
export function offer(source: HearSource): () => void {
	const run = () => toggle(source);
	hearing.set({ run });
	return () => {
		if (hearing.get()?.run === run) hearing.set(null);
		if (hearState.get().playing === source) hush();
	};
}

addEventListener(
	"keydown",
	(event) => {
		if (event.key !== "Escape" || !hearState.get().playing) return;
		event.stopPropagation();
		hush();
	},
	{ capture: true },
);
document.addEventListener("visibilitychange", () => document.hidden && hush());
