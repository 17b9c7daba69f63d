/** English messages: `sluice data ngrams`. */

export const en = {
	"flag.ngramsPart": "part to predict; the n-grams are counted on the training part",
	"verb.data ngrams": "measure how well n-gram models predict a text, by order (modified Kneser-Ney)",
	"phase.ngrams": "counting n-grams",
	"ngrams.heading":
		"{text}, {part} part: {symbols:symbol/symbols}; n-grams counted on {counted} ({kinds:distinct symbol/distinct symbols}), in {time}",
	"ngrams.distinct": "n-grams",
	"ngrams.unknown": "Symbols unseen in training, not scored: {count}.",
	"ngrams.best": "lowest loss: order {order}, {nats} nats, {bits} bits",
} as const;
