/**
 * Colours of a report: how active a unit is, and how likely a symbol. Every colour has a contrast of at least 4.5 with
 * the ink on it.
 */

export type PaletteName = "karpathy" | "safe";
export type Scheme = "light" | "dark";

interface Hues {
	active: string;
	inactive: string;
}

/** Karpathy, Johnson & Li 2015 (active green, inactive blue), and a pair distinguishable with any colour vision. */
const HUES: Readonly<Record<PaletteName, Readonly<Record<Scheme, Hues>>>> = {
	karpathy: {
		light: { active: "#3dba60", inactive: "#6a9cf5" },
		dark: { active: "#177a38", inactive: "#2b5fc9" },
	},
	safe: {
		light: { active: "#ee9a14", inactive: "#5ba3e6" },
		dark: { active: "#96590a", inactive: "#1c66ae" },
	},
};

export const GROUNDS: Readonly<
	Record<Scheme, { ground: string; ink: string; quiet: string; line: string; likely: string }>
> = {
	light: { ground: "#ffffff", ink: "#14181d", quiet: "#59636e", line: "#d5dae0", likely: "#ee5a5a" },
	dark: { ground: "#15191e", ink: "#f2f4f6", quiet: "#a3adb8", line: "#38414b", likely: "#a52a30" },
};

/** Colours of the layers in the saturation figure, distinguishable on both backgrounds. */
export const LAYER_COLOURS = ["#2f7fd1", "#d9660f", "#1a9a72", "#b05fb5", "#b8860b", "#7a828a"] as const;

/** Number of colour levels besides 0. */
export const LEVELS = 20;

/** Returns the colour level of an activity: -LEVELS inactive .. LEVELS active. */
export function levelOf(activity: number): number {
	return Math.round(activity * LEVELS) || 0;
}

export function unitColour(palette: PaletteName, scheme: Scheme, level: number): string {
	const { active, inactive } = HUES[palette][scheme];
	return blend(GROUNDS[scheme].ground, level < 0 ? inactive : active, Math.abs(level) / LEVELS);
}

/**
 * Returns the colour of a probability.
 * @param level 0..LEVELS
 */
export function likelyColour(scheme: Scheme, level: number): string {
	return blend(GROUNDS[scheme].ground, GROUNDS[scheme].likely, level / LEVELS);
}

function blend(from: string, to: string, share: number): string {
	const channel = (colour: string, k: number) => Number.parseInt(colour.slice(1 + 2 * k, 3 + 2 * k), 16);
	const mixed = [0, 1, 2].map((k) => channel(from, k) + share * (channel(to, k) - channel(from, k)));
	return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}
