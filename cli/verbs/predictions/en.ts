/** English messages: `sluice predictions`. */

export const en = {
	"verb.predictions":
		"show a run's predictions at every position of a text, and its most confident mistakes (for a series: sluice forecast)",
	"flag.top": "most likely symbols to show per position",
	"flag.sure": "a miss counts as a confident mistake if the top prediction had at least this probability",
	"flag.ngramsOrder": "also report the bits of an n-gram model of this order, counted on the training part",
	"predictions.ngrams": "n-grams of order {order}: {bits} bits per symbol",
	"phase.predictions": "predicting",
	"predictions.summary":
		"{nats} nats ({bits} bits) per symbol; top-1 correct: {right}; in the top {top}: {inTop}; confident mistakes (at least {sure} on another symbol): {wrong}, {share}.",
	"predictions.at": "offset",
	"predictions.came": "actual",
	"predictions.bits": "bits",
	"predictions.top": "most likely",
	"predictions.worst": "most confident mistakes",
	"predictions.said": "predicted {said} {share}, actual {came}",
} as const;
