/** A sample of a run on pairs, which is written as "question → reply", split at the last arrow; an exported page has the reply alone. */
const ARROW = " → ";

export function asReply(sample: string): { question: string | null; reply: string } {
	const at = sample.lastIndexOf(ARROW);
	return at < 0
		? { question: null, reply: sample }
		: { question: sample.slice(0, at), reply: sample.slice(at + ARROW.length) };
}
