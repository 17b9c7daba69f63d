/** Who can open the link of a claim, and the ways that work elsewhere. */
import type { Claim } from "../../../src/interpretation/claims/claim.ts";
import { count } from "../../kit/numbers.ts";
import { quoted } from "../../kit/shellWord.ts";
import { CopyLine } from "../instrument/CopyLine.tsx";
import { DROPPED } from "../instrument/droppedFile.ts";
import { SaveText } from "../instrument/SaveText.tsx";
import { choiceOfPage, shownModel } from "../instrument/shownModel.ts";
import { isOfComputer } from "../link/ofComputer.ts";
import { session } from "../live/session.ts";
import { useStore } from "../shell/useStore.ts";
import { isStored } from "../train/storedRun.ts";
import { trainingCommand } from "./commandOf.ts";
import { sayText } from "./textWords.ts";

type Who = "here" | "page" | "stored" | "own" | "changed" | "dropped" | "anyone";

/** Who can open a link to the network that is shown. */
function whoOpens(): Who {
	const { name, training } = shownModel.get();
	if (name.run === DROPPED) return "dropped";
	if (name.run !== null) return session.get() === "exported" ? "anyone" : "here";
	if (training && training.marks.length > 0) return "changed";
	const choice = choiceOfPage() ?? null;
	return choice?.data === "own" ? "own" : isStored(choice) ? "stored" : "page";
}

/** The same in words, with where an address of this computer opens. */
export function whoOpensWords(): string {
	const who = whoOpens();
	const words = sayText(`send.${who}`, { step: count(shownModel.get().step ?? 0) });
	if (who === "here" || !isOfComputer()) return words;
	return `${words} ${sayText("send.computer", { origin: location.origin })}`;
}

/** @param open whether the link was just copied */
export function SendClaim({ claim, file, open }: { claim: Claim; file: string; open: boolean }) {
	useStore(session);
	const { title, name } = useStore(shownModel);
	const who = whoOpens();
	const run = quoted(title ?? claim.run);
	const check = `npx sluice claim check ${quoted(file)}`;
	const training = name.run === null ? trainingCommand() : "";
	return (
		<div className="send-claim">
			<p className="quiet">{whoOpensWords()}</p>
			{who !== "anyone" && (
				<details open={open}>
					<summary>{sayText("send.elsewhere")}</summary>
					<p>{sayText(training === "" ? "send.file" : "send.filePage")}</p>
					{training === "" ? (
						<CopyLine text={`${check}${who === "here" ? ` --run ${run}` : ""}`} />
					) : (
						<>
							<CopyLine text={training} />
							<CopyLine text={`${check} --checkpoint last`} />
							<SaveText command={training} />
						</>
					)}
					{who === "here" && (
						<>
							<p>{sayText("send.export")}</p>
							<CopyLine text={`npx sluice studio --export site ${run} --with-text`} />
						</>
					)}
				</details>
			)}
		</div>
	);
}
