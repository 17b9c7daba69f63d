/** Who can open the link of a claim, and the ways that work elsewhere. */
import type { Claim } from "../../../src/interpretation/claims/claim.ts";
import { CopyLine } from "../instrument/CopyLine.tsx";
import { DROPPED } from "../instrument/droppedFile.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { session } from "../live/session.ts";
import { useStore } from "../shell/useStore.ts";
import { quoted } from "./commandOf.ts";
import { sayText } from "./textWords.ts";

type Who = "send.here" | "send.page" | "send.dropped" | "send.anyone";

/** Who can open a link to the network that is shown. */
export function whoOpens(): Who {
	const { run } = shownModel.get().name;
	if (run === DROPPED) return "send.dropped";
	if (run === null) return "send.page";
	return session.get() === "exported" ? "send.anyone" : "send.here";
}

/** @param open whether the link was just copied */
export function SendClaim({ claim, file, open }: { claim: Claim; file: string; open: boolean }) {
	useStore(session);
	const who = whoOpens();
	const { title } = useStore(shownModel);
	const name = quoted(title ?? claim.run);
	return (
		<div className="send-claim">
			<p className="quiet">{sayText(who)}</p>
			{who !== "send.anyone" && (
				<details open={open}>
					<summary>{sayText("send.elsewhere")}</summary>
					<p>{sayText("send.file")}</p>
					<CopyLine text={`npx sluice claim check ${quoted(file)}${who === "send.here" ? ` --run ${name}` : ""}`} />
					{who === "send.here" && (
						<>
							<p>{sayText("send.export")}</p>
							<CopyLine text={`npx sluice studio --export site ${name} --with-text`} />
						</>
					)}
				</details>
			)}
		</div>
	);
}
