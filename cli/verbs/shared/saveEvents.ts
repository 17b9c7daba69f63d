/** Writes the curves of a run for TensorBoard, at once or while it trains, and names the file. */
import type { FollowedCurves, TrainEvent } from "../../../src/index.ts";
import { type Context, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import type { Hooks } from "./training.ts";

/** @returns the paths of the event files. */
export async function saveEvents(context: Context, run: string, folder: string, runs?: string): Promise<string[]> {
	const { tensorboard } = await context.library.runCurves({ names: [run], runs, tensorboard: folder });
	for (const file of tensorboard ?? []) talk(context, context.t("curves.saved", { file: escapeLine(file) }));
	return tensorboard ?? [];
}

/** Milliseconds between two looks at the log of a training. */
const LOOK_MS = 2000;

/** What a training with --tensorboard calls; without it, nothing happens. */
export interface LiveEvents {
	take(event: TrainEvent): void;
	/** Writes the rest and names the file. */
	end(): void;
}

/**
 * Writes the curves of a training for TensorBoard every two seconds, and at each validation.
 * @param anew whether updates that a resumed run makes again may come out otherwise, as with another budget
 */
export function liveEvents(context: Context, folder: string | undefined, anew = false): LiveEvents {
	let followed: FollowedCurves | undefined;
	let looking: NodeJS.Timeout | undefined;
	const look = () => {
		try {
			followed?.follow();
		} catch {
			// the next look tries again, and the last one reports
		}
	};
	return {
		take(event) {
			if (folder === undefined) return;
			if (event.type === "start") {
				followed = context.library.followCurves({ run: event.folder, tensorboard: folder });
				if (anew) followed.rewind(event.fromStep);
				looking = setInterval(look, LOOK_MS);
			}
			if (event.type === "rollback") followed?.rewind(event.to);
			if (event.type === "valid") look();
		},
		end() {
			clearInterval(looking);
			if (!followed) return;
			followed.follow();
			talk(context, context.t("curves.saved", { file: escapeLine(followed.file) }));
		},
	};
}

/** The listener of a training that also writes its curves. */
export const withEvents =
	(events: LiveEvents, { onEvent }: Pick<Hooks, "onEvent">) =>
	(event: TrainEvent) => {
		events.take(event);
		onEvent(event);
	};
