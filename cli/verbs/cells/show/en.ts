/** English messages: `sluice cells show`. */

export const en = {
	"verb.cells show":
		"a unit's page: its values, where it is strongest, what it does to the next symbol, what it tracks",
	"phase.show": "reading a unit",
	"show.heading": "{unit} of {run}, step {step}, on {text}: {symbols:symbol/symbols} in {time}",
	"show.values": "Values",
	"show.moments": "mean {mean}, standard deviation {deviation}; quantiles: {quantiles}",
	"show.saturation.gate": "shut (below {below}) for {low} of the symbols, open (above {above}) for {high}",
	"show.saturation.tanh": "pinned low (below {below}) for {low} of the symbols, high (above {above}) for {high}",
	"show.saturation.cell":
		"tanh c pinned low (c below {below}) for {low} of the symbols, high (c above {above}) for {high}",
	"show.saturation.relu": "at 0 for {low} of the symbols",
	"show.high": "Highest at",
	"show.low": "Lowest at",
	"show.readout": "Next symbol, by the weights of the read-out alone: {unit} at {high} (its 99%) instead of {low} (1%)",
	"show.clamp": "Next symbol, with {unit} held at {high} (its 99%) in every step instead of {low} (1%)",
	"show.raised": "raised",
	"show.lowered": "lowered",
	"show.whenLow": "low",
	"show.whenHigh": "high",
	"show.nats": "nats",
	"show.moves":
		"Mean probability of the next symbol and mean change of its logarithm, over {steps:symbol/symbols}. The expectation moves by {nats} nats (Kullback-Leibler divergence).",
	"show.tracks": "Tracks",
	"show.found":
		"Chosen on one half of the text, judged on the other: {found} of {judged:pattern/patterns} beyond chance (q at most {q}).",
	"show.nothing": "Nothing found: it tracks none of {judged:pattern/patterns} beyond chance (q at most {q}).",
	"show.short": "Patterns are judged on 2048 symbols or more.",
} as const;
