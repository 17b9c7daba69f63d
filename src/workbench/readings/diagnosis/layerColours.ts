/** Colour and name of each layer in the figures of a diagnosis: l0, l1, as in the names of units. */
import { COLOURS, ramp } from "../../drawing/figure.ts";

export const coloursOf = ({ layers }: { layers: readonly unknown[] }) =>
	layers.length === 1 ? [COLOURS.blue] : ramp(layers.length);

export const layerName = (l: number) => `l${l}`;
