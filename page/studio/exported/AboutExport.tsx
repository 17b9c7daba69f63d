/** The foot of an exported page: what it is, on how many threads it trains, and whether it is there without a network. */
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { sayExported } from "./exportedWords.ts";
import { offline, update } from "./offline.ts";

const MOST_THREADS = 8;

export default function AboutExport() {
	useStore(language);
	const kept = useStore(offline);
	const n = Math.min(MOST_THREADS, navigator.hardwareConcurrency);
	const threads = crossOriginIsolated && n > 1 ? "threads" : kept === "saved" ? "oneThreadYet" : "oneThread";
	return (
		<footer className="quiet about-export">
			{sayExported("about", { version: SLUICE_VERSION })} {sayExported(threads, { n })}{" "}
			<span role="status">{sayExported(kept)}</span>{" "}
			{kept === "newer" && (
				<button type="button" className="plain" onClick={update}>
					{sayExported("update")}
				</button>
			)}
		</footer>
	);
}
