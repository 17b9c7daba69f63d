/** English messages: `sluice data ngrams`. */

export const en = {
	"verb.data ngrams": "how well n-grams predict a text: modified Kneser-Ney of every order, no network",
	"phase.ngrams": "counting n-grams",
	"ngrams.heading":
		"{text}, {part} part: {symbols:symbol/symbols}; n-grams counted on {counted} ({kinds:kind/kinds}), in {time}",
	"ngrams.distinct": "n-grams",
	"ngrams.unknown": "Symbols that the training part lacks, not scored: {count}.",
	"ngrams.best": "lowest: order {order}, {nats} nats, {bits} bits",
} as const;
