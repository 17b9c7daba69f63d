/** The newest note, with its way back. */
import { say } from "../words/words.ts";
import { newestToast } from "./toasts.ts";
import { useStore } from "./useStore.ts";

export function Toast() {
	const toast = useStore(newestToast);
	return (
		<div className="toast" role="status" hidden={toast === null}>
			{toast?.text}
			{toast?.undo && (
				<button
					type="button"
					onClick={() => {
						toast.undo!();
						if (newestToast.get()?.id === toast.id) newestToast.set(null);
					}}
				>
					{say("train.undo")}
				</button>
			)}
		</div>
	);
}
