/**
 * A claim as a link: the address names network, part, unit and pattern already; the word `claim` adds the symbols read and the
 * first digits of the SHA-256 of all that the card says, so that a reader's browser can measure it and compare.
 */
import type { Claim } from "../../../src/interpretation/claims/claim.ts";

export interface LinkedClaim {
	symbols: number;
	/** First 16 hexadecimal digits. */
	digest: string;
}

export function linkedClaim(word: string | undefined): LinkedClaim | null {
	const [, symbols, digest] = /^(\d{4,9})\.([0-9a-f]{16})$/.exec(word ?? "") ?? [];
	return digest === undefined ? null : { symbols: Number(symbols), digest };
}

/** The word of a claim; the run's name is not part of it, since it may have another one elsewhere. */
export async function claimWord({ run: _, ...claim }: Claim): Promise<string> {
	const bytes = new TextEncoder().encode(JSON.stringify(sorted(claim)));
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	return `${claim.symbols}.${[...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
