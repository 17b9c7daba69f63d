/** A link to a run of a studio, opened in a browser that has no session with it: what it shows, and how to get a session. */
import type { ReactNode } from "react";
import { writeAddress } from "../address.ts";
import { address } from "../shell/location.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { CopyLine } from "./CopyLine.tsx";
import { sayInstrument } from "./instrumentWords.ts";

/** @param children what the address says by itself */
export function NeedsSession({ children }: { children: ReactNode }) {
	const now = useStore(address);
	return (
		<div className="state needs-session" role="alert">
			<p className="state-title">{sayInstrument("noSession")}</p>
			{children}
			<p>{sayInstrument("noSession.terminal")}</p>
			<p>{sayInstrument("noSession.background")}</p>
			<CopyLine text="npx sluice studio" />
			<p>{sayInstrument("noSession.then")}</p>
			<CopyLine text={`${writeAddress(now)}&lang=${language.get()}`} />
			<p className="quiet">{sayInstrument("noSession.elsewhere")}</p>
		</div>
	);
}
