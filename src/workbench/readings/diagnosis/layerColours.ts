/** Colour and name of each layer in the figures of a diagnosis. */
import { COLOURS, ramp } from "../../drawing/figure.ts";

export const coloursOf = ({ layers }: { layers: readonly unknown[] }) =>
	layers.length === 1 ? [COLOURS.blue] : ramp(layers.length);

export const layerName = (l: number) => `layer ${l + 1}`;
