/** The commands that train on pairs, each below the model that it trains. */
import { CopyLine } from "../../instrument/CopyLine.tsx";
import { sayPairs } from "./pairsWords.ts";
import { type Pairs, trainCommands } from "./trainCommands.ts";

export function PairsCommands({ pairs }: { pairs: Pairs }) {
	const commands = trainCommands(pairs);
	return (["language", "attention"] as const).map((model) => (
		<div key={model}>
			<p className="quiet">{sayPairs(model)}</p>
			<CopyLine text={commands[model]} />
		</div>
	));
}
