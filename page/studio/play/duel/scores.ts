/** The score of a duel: means of the bits that each one paid, with intervals. */
import { studentQuantile } from "../../../../src/interpretation/search/significance.ts";

export const PLAYERS = ["you", "network", "ngram", "frequencies"] as const;
export type Player = (typeof PLAYERS)[number];

export interface Round {
	/** Position of the symbol in the part. */
	at: number;
	id: number;
	/** What was typed, and how sure. */
	bet: string;
	sure: number;
	bits: Readonly<Record<Player, number>>;
}

export interface Mean {
	mean: number;
	/** Half of the 95% interval, of Student's t; null for fewer than two numbers. */
	half: number | null;
}

export function meanOf(values: readonly number[]): Mean {
	const n = values.length;
	const mean = values.reduce((sum, x) => sum + x, 0) / n;
	if (n < 2) return { mean, half: null };
	const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
	return { mean, half: Math.abs(studentQuantile(0.025, n - 1)) * Math.sqrt(variance / n) };
}

export const scoresOf = (rounds: readonly Round[]): Record<Player, Mean> =>
	Object.fromEntries(PLAYERS.map((player) => [player, meanOf(rounds.map(({ bits }) => bits[player]))])) as Record<
		Player,
		Mean
	>;

/** What the reader paid more than another, round by round. */
export const gapOf = (rounds: readonly Round[], other: Player): Mean =>
	meanOf(rounds.map(({ bits }) => bits.you - bits[other]));
