/** The commands that train on pairs, each below the model that it trains. */
import { CopyLine } from "../../instrument/CopyLine.tsx";
import { sayPairs } from "./pairsWords.ts";
import { type Pairs, studioCommand, trainCommands } from "./trainCommands.ts";

/** @param studio names first the command that opens a studio with the file, for a page without one */
export function PairsCommands({ pairs, studio = false }: { pairs: Pairs; studio?: boolean }) {
	const commands = trainCommands(pairs);
	return (
		<>
			{studio && <CopyLine text={studioCommand(pairs)} />}
			{studio && <p>{sayPairs("terminal")}</p>}
			{(["language", "attention"] as const).map((model) => (
				<div key={model}>
					<p className="quiet">{sayPairs(model)}</p>
					<CopyLine text={commands[model]} />
				</div>
			))}
		</>
	);
}
