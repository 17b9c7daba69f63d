/** English messages: `sluice data ngrams`. */

export const en = {
	"verb.data ngrams": "measure how well n-gram models predict a text, by order (modified Kneser-Ney)",
	"phase.ngrams": "counting n-grams",
	"ngrams.heading":
		"{text}, {part} part: {symbols:symbol/symbols}; n-grams counted on {counted} ({kinds:distinct symbol/distinct symbols}), in {time}",
	"ngrams.distinct": "n-grams",
	"ngrams.unknown": "Symbols unseen in training, not scored: {count}.",
	"ngrams.best": "lowest loss: order {order}, {nats} nats, {bits} bits",
} as const;
