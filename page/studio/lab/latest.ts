/** Asks for the newest only: while one question is open, the questions after it wait, and only the last of them is asked. */
export function latest<Q, A>(
	ask: (question: Q) => Promise<A>,
	take: (answer: A, question: Q) => void,
	fail: (error: unknown) => void,
) {
	let open = false;
	let next: { question: Q } | undefined;
	const run = async (question: Q): Promise<void> => {
		open = true;
		try {
			take(await ask(question), question);
		} catch (error) {
			fail(error);
		}
		open = false;
		const waiting = next;
		next = undefined;
		if (waiting) void run(waiting.question);
	};
	return (question: Q): void => {
		if (open) next = { question };
		else void run(question);
	};
}
