/** The curve of the story, with the update that is shown. */
import { useEffect, useRef } from "react";
import { fixed } from "../../../kit/numbers.ts";
import { questionGain } from "./gain.ts";
import { sayListen } from "./listenWords.ts";
import { StoryFigure } from "./storyFigure.ts";

interface StoryCurveCall {
	updates: readonly number[];
	/** Losses at each update, as `AskedTable` has them. */
	nats: readonly (readonly (readonly number[])[])[];
	at: number;
	shuffled: boolean;
}

export function StoryCurve(call: StoryCurveCall) {
	const box = useRef<HTMLDivElement>(null);
	const now = useRef(call);
	const figure = useRef<StoryFigure>(null);
	now.current = call;
	useEffect(() => {
		const gains = () => now.current.nats.map((table) => questionGain(table, now.current.shuffled));
		const given = () => gains().map((one) => one.given);
		const without = () => gains().map((one) => one.without);
		const chance = Math.log(now.current.nats[0]!.length);
		const words = {
			update: sayListen("update"),
			given: sayListen("story.given"),
			without: sayListen("story.without"),
			chance: `ln ${now.current.nats[0]!.length} = ${fixed(chance, 2)}`,
		};
		const summary = () => {
			const { at } = now.current;
			const facts = { given: fixed(given()[at]!, 2), without: fixed(without()[at]!, 2) };
			return sayListen("story.summary", { update: now.current.updates[at]!, ...facts });
		};
		const made = new StoryFigure(box.current!, {
			...{ updates: call.updates, given, without, chance, at: () => now.current.at, words, summary },
		});
		figure.current = made;
		return () => made.close();
	}, []);
	useEffect(() => figure.current?.update());
	return <div className="play-figure story-figure" ref={box} />;
}
