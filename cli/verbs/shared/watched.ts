/** Hooks for a long library call: its progress is shown, its notices are printed, and a signal stops it. */
import type { SluiceError } from "../../../src/errors/index.ts";
import { type Context, note } from "../../context.ts";
import { count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";

/** @param label label of the progress display */
export function watched(context: Context, label: string) {
	const { io, t, show } = context;
	const signal = io.stop.listen();
	const view = new Progress(t, label, count, io.now());
	return {
		onProgress(done: number, total: number) {
			view.set(done, total, io.now());
			show.update(view);
		},
		onNotice: (notice: SluiceError) => note(context, notice),
		signal,
	};
}
