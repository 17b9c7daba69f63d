/** Plays the steps of the text, stage by stage or symbol by symbol; and the keys of the transport bar. */
import { createStore } from "../../kit/store.ts";
import { cell, lastStep, moveStage, moveStep } from "./cellState.ts";

/** Stages per second; from the third on, whole symbols. */
export const SPEEDS = [1, 3, 10, 50] as const;
export type Speed = (typeof SPEEDS)[number];

export const player = createStore<{ playing: boolean; speed: Speed }>({ playing: false, speed: 1 });
let timer: ReturnType<typeof setTimeout> | undefined;

export function playOrStop(): void {
	player.set((now) => ({ ...now, playing: !now.playing }));
	run();
}

export function chooseSpeed(speed: Speed): void {
	player.set((now) => ({ ...now, speed }));
	run();
}

export function stop(): void {
	player.set((now) => ({ ...now, playing: false }));
	clearTimeout(timer);
}

function run(): void {
	clearTimeout(timer);
	const { playing, speed } = player.get();
	if (!playing) return;
	const symbols = speed >= 10;
	timer = setTimeout(
		() => {
			const now = cell.get();
			if (!now || (now.step >= lastStep(now.facts) && (symbols || now.stage === now.diagram.stages))) return stop();
			// A step that is still being computed is waited for: nothing is skipped.
			if (now.now?.step === now.step) symbols ? moveStep(1) : moveStage(1);
			run();
		},
		1000 / (symbols ? speed / 5 : speed),
	);
}

/** Keys within the transport bar and the diagram; true if the key meant something. */
export function pressed({ key, shiftKey, target }: KeyboardEvent): boolean {
	const field = target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(target.tagName);
	if (field) return false;
	const button = target instanceof HTMLElement && target.tagName === "BUTTON";
	if (key === " " && !button) playOrStop();
	else if (key === "ArrowRight") shiftKey ? moveStep(1) : moveStage(1);
	else if (key === "ArrowLeft") shiftKey ? moveStep(-1) : moveStage(-1);
	else return false;
	return true;
}
