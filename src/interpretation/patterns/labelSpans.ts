/** Where something holds, as spans. */

/** Returns the spans of symbols for which `holds` is true, [from, to), flat; at most `most` spans, and the number of all. */
export function spansWhere(
	symbols: number,
	holds: (at: number) => boolean,
	most = Number.POSITIVE_INFINITY,
): { spans: Uint32Array<ArrayBuffer>; of: number } {
	const found: number[] = [];
	let of = 0;
	for (let at = 0; at < symbols; ) {
		if (!holds(at)) {
			at++;
			continue;
		}
		const from = at;
		while (at < symbols && holds(at)) at++;
		if (of++ < most) found.push(from, at);
	}
	return { spans: Uint32Array.from(found), of };
}
