/** How varied replies are. */

/** Replies that count as the commonest. */
export const COMMONEST = 20;

/** Different n-grams of words, divided by all n-grams of words (Li et al. 2016: distinct-n); 0 if there is none. */
export function distinct(replies: readonly string[], n: number): number {
	const seen = new Set<string>();
	let all = 0;
	for (const reply of replies) {
		const words = reply.split(/\s+/u).filter((word) => word !== "");
		for (let k = 0; k + n <= words.length; k++) {
			seen.add(words.slice(k, k + n).join(" "));
			all++;
		}
	}
	return all === 0 ? 0 : seen.size / all;
}

/** For each reply whether it is one of the 20 commonest, [N]; of equally common ones the first are. */
export function amongCommonest(replies: readonly string[]): boolean[] {
	const counts = new Map<string, number>();
	for (const reply of replies) counts.set(reply, (counts.get(reply) ?? 0) + 1);
	const sorted = [...counts].sort(([, a], [, b]) => b - a);
	const top = new Set(sorted.slice(0, COMMONEST).map(([reply]) => reply));
	return replies.map((reply) => top.has(reply));
}

/** Fraction of the replies that are one of the 20 commonest replies. */
export function dullShare(replies: readonly string[]): number {
	return replies.length === 0 ? 0 : amongCommonest(replies).filter(Boolean).length / replies.length;
}
