/** What can be taken along from a duel: its card, its rounds as CSV, and the texts that its command reads. */
import { csvOf } from "../../../kit/figure.ts";
import { save } from "../../../kit/saveFile.ts";
import { svgOf } from "../../../kit/svgFile.ts";
import { instrument, shownModel } from "../../instrument/shownModel.ts";
import { HELD_OUT, TRAINING } from "./duelCommands.ts";
import { duelState } from "./duelState.ts";
import { drawRace, type RaceCall, tableOf } from "./raceFigure.ts";

const baseName = () => `sluice-duel-${duelState.get().rules.seed}`;

export function saveRounds(call: RaceCall): void {
	save(`${baseName()}.csv`, "text/csv", csvOf(tableOf(call)));
}

/** @param title lines of the card: what was played, and the score */
export async function saveCard(call: RaceCall, title: readonly string[]): Promise<void> {
	const { rules } = duelState.get();
	const { name, facts } = shownModel.get();
	const made = { ...rules, network: name.stored ?? name.run ?? "page", part: name.part, link: location.href };
	const figure = {
		summary: call.summary,
		draw: (brush: Parameters<typeof drawRace>[0]) => drawRace(brush, { ...call, title }),
	};
	const svg = await svgOf(figure, {
		...{ title: title[0]!, width: 720, height: 400 },
		made: { ...made, weights: facts?.weightsSha256 ?? null },
	});
	save(`${baseName()}.svg`, "image/svg+xml", svg);
}

export async function saveText(which: "training" | "part"): Promise<void> {
	const texts = await instrument.ask("partTexts", undefined);
	save(which === "part" ? HELD_OUT : TRAINING, "text/plain", texts[which]);
}
