/**
 * A claim as a link: the address names network, part, unit and pattern already; the word `claim` adds the symbols read, the
 * first digits of the SHA-256 of all that the card says, so that a reader's browser can measure it and compare, which of its
 * checks passed, and the network's update and the first digits of its weights' SHA-256.
 *
 *     claim=9000.00112233445566aa.ppfn.2000wd4e5f6a7
 */

import type { Claim } from "../../../src/interpretation/claims/claim.ts";
import { type Checks, checksIn, checksOf, lettersOf } from "../../../src/interpretation/claims/claimChecks.ts";
import { type Address, readAddress, writeAddress } from "../address.ts";
import { patternWord } from "./patternWord.ts";

/** Words that name a claim, with the network and the part of its text. */
const NAMING = ["run", "cp", "part", "u", "pat", "claim"];

export interface LinkedClaim {
	symbols: number;
	/** First 16 hexadecimal digits. */
	digest: string;
	/** The checks as the card has them; null in a link that does not say. */
	checks: Checks | null;
	/** The network that it is about; null in a link that does not say. */
	network: LinkedNetwork | null;
}

export interface LinkedNetwork {
	/** Updates behind the weights; null if the sender's page did not know. */
	step: number | null;
	/** First 8 hexadecimal digits of the SHA-256 of the weights. */
	weights: string;
}

export function linkedClaim(word: string | undefined): LinkedClaim | null {
	const form = /^(\d{4,9})\.([0-9a-f]{16})(?:\.([pfn]{4})(?:\.(\d{0,12})w([0-9a-f]{8}))?)?$/;
	const [, symbols, digest, letters, step, weights] = form.exec(word ?? "") ?? [];
	if (digest === undefined) return null;
	const network = weights === undefined ? null : { step: step ? Number(step) : null, weights };
	return { symbols: Number(symbols), digest, checks: checksIn(letters ?? ""), network };
}

/** The word of a claim without its network; the run's name is not part of it, since it may have another one elsewhere. */
export async function claimWord({ run: _, ...claim }: Claim): Promise<string> {
	const bytes = new TextEncoder().encode(JSON.stringify(sorted(claim)));
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	const digits = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	return `${claim.symbols}.${digits}.${lettersOf(checksOf(claim.evidence))}`;
}

/**
 * The address of a claim, from the address that is shown. What only looks different is left out if the claim needs its
 * room, and then which network it is; null if an address cannot hold the claim.
 * @param step updates behind the network's weights
 */
export async function claimAddress(now: Address, claim: Claim, step: number | null = null): Promise<Address | null> {
	const pat = patternWord(claim.pattern);
	if (pat === null) return null;
	const short = await claimWord(claim);
	const word = `${short}.${step ?? ""}w${claim.weightsSha256.slice(0, 8)}`;
	const more = { ...now.more, u: claim.unit, pat, claim: word };
	const naming = Object.fromEntries(Object.entries(more).filter(([word]) => NAMING.includes(word)));
	const holds = (wanted: Address) =>
		NAMING.every((word) => readAddress(writeAddress(wanted)).more[word] === wanted.more[word]);
	const whole = { ...now, more };
	const bare = { ...now, more: naming };
	const shorter = { ...now, more: { ...naming, claim: short } };
	return [whole, bare, shorter].find(holds) ?? null;
}

/** Whether a link says what was measured. */
export async function linkHolds(word: string, claim: Claim): Promise<boolean> {
	const [said, measured] = [linkedClaim(word), linkedClaim(await claimWord(claim))!];
	if (said?.symbols !== measured.symbols || said.digest !== measured.digest) return false;
	return said.checks === null || lettersOf(said.checks) === lettersOf(measured.checks!);
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
