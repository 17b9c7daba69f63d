/** The newest note, with its way back. */
import { language, say } from "../words/words.ts";
import { newestToast, takeBack } from "./toasts.ts";
import { useStore } from "./useStore.ts";

export function Toast() {
	const toast = useStore(newestToast);
	useStore(language);
	return (
		<div className="toast" role="status" hidden={toast === null}>
			{toast?.text()}
			{toast?.undo && (
				<button type="button" onClick={takeBack}>
					{say("train.undo")}
				</button>
			)}
		</div>
	);
}
