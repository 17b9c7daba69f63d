/** What the dial turns, as a sentence whose words can be changed. */
import { BLOCKS } from "../../../src/diagnosis/lab/dialRules.ts";
import { shownModel } from "../instrument/shownModel.ts";
import { useStore } from "../shell/useStore.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { dialState, setDial } from "./dialState.ts";
import { labPieces, sayLab } from "./labWords.ts";
import { LabBlank } from "./parts.tsx";

const same = (values: readonly (string | number)[]) => values.map((value) => [String(value), String(value)] as const);

export function DialSentence() {
	const { call, answer } = useStore(dialState);
	const { facts } = useStore(shownModel);
	const { settings } = call;
	const blank = (hole: string) => {
		const number = (name: "input" | "bias" | "hidden" | "seed" | "layer", offers: readonly number[]) => (
			<LabBlank
				name={name}
				label={sayLab(`dial.${name}`)}
				value={String((settings as unknown as Record<string, number>)[name])}
				offers={same(offers)}
				onChange={(value) =>
					setDial({ [name]: Number(value), ...(name !== "input" && name !== "bias" && { move: [] }) })
				}
			/>
		);
		if (hole === "input") return number("input", [0, 0.1, 0.3, 1, 3]);
		if (hole === "bias") return number("bias", [0, 0.5, 1, 2, 3]);
		if (hole === "hidden") return number("hidden", [2, 5, 10, 20, 50, 100, 150]);
		if (hole === "seed") return number("seed", [1, 2, 3, 4, 5, 6, 7, 8]);
		if (hole === "layer")
			return number(
				"layer",
				Array.from({ length: facts?.spec.layers ?? 1 }, (_, l) => l),
			);
		if (hole === "act")
			return (
				<LabBlank
					name="act"
					label={sayLab("dial.act")}
					value={settings.act}
					offers={[
						["tanh", sayLab("act.tanh")],
						["linear", sayLab("act.linear")],
					]}
					onChange={(act) => setDial({ act: act as "tanh" })}
				/>
			);
		if (hole === "base" && "base" in settings)
			return (
				<LabBlank
					name="base"
					label={sayLab("dial.base")}
					value={settings.base}
					offers={[
						["gaussian", sayLab("base.gaussian")],
						["orthogonal", sayLab("base.orthogonal")],
					]}
					onChange={(base) => setDial({ base: base as "gaussian", move: [] })}
				/>
			);
		const letters = facts ? lettersOf(facts) : [];
		return (
			<LabBlank
				name="block"
				label={sayLab("dial.block")}
				value={"block" in settings && settings.block !== "carrier" ? settings.block : (answer?.block ?? "")}
				offers={same(letters)}
				onChange={(block) => setDial({ block: block as (typeof BLOCKS)[number], move: [] })}
			/>
		);
	};
	return (
		<p className="lab-sentence">
			{labPieces(`dial.${call.of}`).map(({ text, hole, after }) =>
				hole === undefined ? (
					text
				) : (
					<span key={hole} className="kept">
						{blank(hole)}
						{after}
					</span>
				),
			)}
		</p>
	);
}

function lettersOf({ spec: { cell }, own }: ModelFacts): readonly (typeof BLOCKS)[number][] {
	if (own) return BLOCKS.filter((block) => own.recurrent.includes(block));
	return cell === "rnn" ? ["h"] : cell === "gru" ? ["r", "z", "n"] : ["i", "f", "g", "o"];
}
