/** The columns of a file of pairs that the studio offers: those that a command can name. */

const MOST_FIELDS = 100;
const MOST_NAME = 200;

interface Pairs {
	question: string;
	answer: string;
	fields: readonly string[];
}

/** At most 100 columns with names of at most 200 characters; undefined if one of the two guessed columns is none of them. */
export function offeredPairs({ question, answer, fields: all }: Pairs) {
	const fields = all.filter((name) => name.length <= MOST_NAME && !/\p{Cc}/u.test(name)).slice(0, MOST_FIELDS);
	return fields.includes(question) && fields.includes(answer) ? { question, answer, fields } : undefined;
}
