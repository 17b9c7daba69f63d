/** What a verb hands to a library call that takes a while: its progress is shown, its notices are told, a signal stops it. */
import type { SluiceError } from "../../../src/errors/index.ts";
import { type Context, note } from "../../context.ts";
import { count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";

/** @param label of the progress */
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
