/** Chosen runs as a word of the address. */
/** Ids that fit into an address. */
const MOST_IN_ADDRESS = 7;

/** The chosen runs as a word of the address; empty if there are too many, which the page then only remembers. */
export const inAddress = (ids: readonly string[]) => (ids.length <= MOST_IN_ADDRESS ? ids.join(",") : "chosen");

export function ofAddress(word: string | undefined, remembered: readonly string[]): readonly string[] {
	if (word === undefined) return [];
	if (word === "chosen") return remembered;
	return [...new Set(word.split(","))].filter((id) => /^[0-9a-f]{16}$/.test(id));
}
