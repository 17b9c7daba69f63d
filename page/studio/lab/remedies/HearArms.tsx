/** Which two arms are heard, and the sound. */
import { useStore } from "../../shell/useStore.ts";
import { HearPart } from "../sound/HearPart.tsx";
import { audible, chosenEars, EARS, inEars, twoEars } from "./ears.ts";
import { sayRemedies } from "./remediesWords.ts";
import { nameOfRemedy } from "./remedyNames.ts";
import { remedyState } from "./remedyState.ts";

export function HearArms() {
	const { arms } = useStore(remedyState);
	const both = inEars(arms, useStore(chosenEars));
	if (!both) return null;
	const offers = audible(arms).map(({ remedy }) => remedy);
	return (
		<section className="ears" aria-label={sayRemedies("ears")}>
			<p className="row">
				<b>{sayRemedies("ears")}</b>
				{EARS.map((ear) => (
					<label key={ear}>
						{sayRemedies(`ears.${ear}`)}{" "}
						<select
							value={both[ear].remedy}
							onChange={({ target }) => chosenEars.set((now) => ({ ...now, [ear]: target.value }))}
						>
							{offers.map((remedy) => (
								<option key={remedy} value={remedy}>
									{nameOfRemedy(remedy)}
								</option>
							))}
						</select>
					</label>
				))}
			</p>
			<HearPart source={twoEars} />
		</section>
	);
}
