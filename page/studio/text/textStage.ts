/** Brings the pictures of the view Text into their boxes and keeps them to what the stores say. */

import { schemeNow } from "../../kit/canvas.ts";
import { address } from "../shell/location.ts";
import { language } from "../words/words.ts";
import { against, gainExtremes, paintedGain } from "./against.ts";
import { Minimap } from "./minimap.ts";
import { arrivals, reading, readSoFar, stretchAt, unitAt, valueAt } from "./reading.ts";
import { signsOf } from "./rows.ts";
import { levelIn } from "./scale.ts";
import { setTextWords, textWords } from "./textAddress.ts";
import { TextPicture } from "./textPicture.ts";
import {
	choosePassage,
	chooseUnit,
	chosenName,
	chosenUnit,
	cursor,
	differenceScale,
	extremes,
	goTo,
	jump,
	marks,
	moves,
	passage,
	passageText,
	scaleNow,
	sight,
} from "./textStores.ts";
import { sayText } from "./textWords.ts";
import { UnitStrip } from "./unitStrip.ts";

type End = () => void;
const themes = (changed: () => void): End => {
	const media = matchMedia("(prefers-color-scheme: dark)");
	addEventListener("sluice:theme", changed);
	media.addEventListener("change", changed);
	return () => {
		removeEventListener("sluice:theme", changed);
		media.removeEventListener("change", changed);
	};
};
const endAll = (ends: readonly End[]) => () => {
	for (const end of ends) end();
};

const versions = new WeakMap<Float64Array, number>();
let versionsGiven = 0;
/** A number for each comparison, so that its colours are painted anew. */
function versionOf(gain: Float64Array): number {
	const known = versions.get(gain) ?? ++versionsGiven;
	versions.set(gain, known);
	return known;
}

let mapped: { gain: Float64Array; found: ReturnType<typeof gainExtremes> } | undefined;
function extremesOfGain(gain: Float64Array): ReturnType<typeof gainExtremes> {
	if (mapped?.gain !== gain) mapped = { gain, found: gainExtremes(gain, reading.get()!) };
	return mapped.found;
}

/** Milliseconds between two writings of the cursor's place to the address. */
const ADDRESS_MS = 300;

export function mountText(box: HTMLElement): End {
	let signs: ReturnType<typeof signsOf> | undefined;
	let of = reading.get();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const picture = new TextPicture(box, {
		onCursor(at) {
			cursor.set(at);
			clearTimeout(timer);
			timer = setTimeout(() => setTextWords({ at }), ADDRESS_MS);
		},
		onSelect: choosePassage,
		onSight: (from, to) => sight.set({ from, to }),
		textOf: () => passageText.get(),
	});
	const show = () => {
		const now = reading.get();
		if (!now) return;
		if (!signs || of !== now) [signs, of] = [signsOf(now.model.labels), now];
		const { wrap, next, palette } = textWords();
		const unit = chosenUnit();
		const gain = paintedGain();
		const scale = gain ? differenceScale() : scaleNow();
		const top = next ? Math.min(5, now.model.labels.length) : 0;
		picture.show({
			...{ ids: now.ids, signs, wrap, top, palette },
			letters: `${gain ? `difference ${versionOf(gain)}` : unit} ${scale.centre} ${scale.reach} ${palette} ${schemeNow()}`,
			level: (at) => levelIn(scale, gain ? gain[at] || 0 : valueAt(unit, at)),
			next(at) {
				const stretch = stretchAt(at);
				if (!stretch) return undefined;
				const { top, likeliest, chances } = stretch;
				return { top, first: (at - stretch.from) * top, likeliest, chances };
			},
			marks: marks.get()?.spans ?? [],
		});
	};
	show();
	picture.go(jump.get().at);
	picture.select(passage.get());
	const ends = [
		...[
			address.subscribe(show),
			reading.subscribe(show),
			marks.subscribe(show),
			moves.subscribe(show),
			against.subscribe(show),
		],
		arrivals.subscribe(() => picture.ask()),
		readSoFar.subscribe(() => waits() && picture.ask()),
		jump.subscribe(() => {
			picture.go(jump.get().at);
			if (jump.get().box) intoSight(box);
		}),
		passage.subscribe(() => picture.select(passage.get())),
		themes(() => picture.forget()),
		() => clearTimeout(timer),
		() => picture.close(),
	];
	return endAll(ends);
}

/** Scrolls the page to the box unless half of it is in the window, as it is next to the panels of a wide window. */
function intoSight(box: HTMLElement): void {
	const { top, bottom, height } = box.getBoundingClientRect();
	const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
	if (seen < height / 2) box.scrollIntoView({ block: "start" });
}

/** Whether something in sight is still to be read. */
function waits(): boolean {
	const { from, to } = sight.get();
	return (from < to && !stretchAt(from)) || (to > 0 && !stretchAt(to - 1));
}

export function mountMinimap(box: HTMLElement): End {
	const map = new Minimap(box, {
		symbols: () => reading.get()?.ids.length ?? 0,
		spanSymbols: () => reading.get()?.spanSymbols ?? 1,
		extremes() {
			const gain = paintedGain();
			return gain ? extremesOfGain(gain) : extremes.get();
		},
		scale: () => (paintedGain() ? differenceScale() : scaleNow()),
		palette: () => textWords().palette,
		sight: () => sight.get(),
		marks: () => marks.get()?.spans ?? [],
		at: () => cursor.get(),
		go: (at) => goTo(at),
		say: (at) =>
			sayText("map.at", { at: at.toLocaleString("en"), of: (reading.get()?.ids.length ?? 0).toLocaleString("en") }),
	});
	const update = () => map.update();
	const stores = [address, reading, extremes, marks, sight, cursor, against, language];
	return endAll([...stores.map((store) => store.subscribe(update)), themes(update), () => map.close()]);
}

export function mountStrip(box: HTMLElement): End {
	const strip = new UnitStrip(box, {
		order: () => moves.get().order,
		share: (unit) => moves.get().spreads[unit] ?? 0,
		name: (unit) => (reading.get() ? unitAt(reading.get()!, unit) : "h.0"),
		chosen: chosenUnit,
		choose: (unit) => chooseUnit(unitAt(reading.get()!, unit)),
		say() {
			const { order } = moves.get();
			return sayText("strip.at", { unit: chosenName(), n: order.indexOf(chosenUnit()) + 1, of: order.length });
		},
	});
	const update = () => strip.update();
	const stores = [address, moves, language];
	return endAll([...stores.map((store) => store.subscribe(update)), themes(update), () => strip.close()]);
}
