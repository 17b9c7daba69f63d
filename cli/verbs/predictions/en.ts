/** English messages: `sluice predictions`. */

export const en = {
	"verb.predictions":
		"show what a run expected at every position of a text, and where it was surely wrong (a series: sluice predict)",
	"flag.top": "likeliest symbols shown at each position",
	"flag.sure": "probability of the likeliest from which a miss counts as surely wrong",
	"phase.predictions": "predicting",
	"predictions.summary":
		"{nats} nats ({bits} bits) a symbol; the likeliest came in {right}, one of the {top} likeliest in {inTop}; surely wrong (at least {sure} on another): {wrong}, {share}.",
	"predictions.at": "at",
	"predictions.came": "came",
	"predictions.bits": "bits",
	"predictions.top": "likeliest",
	"predictions.worst": "surest of another symbol",
	"predictions.said": "said {said} {share}, came {came}",
} as const;
