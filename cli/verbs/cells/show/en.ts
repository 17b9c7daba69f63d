/** English messages: `sluice cells show`. */

export const en = {
	"flag.showBest": "patterns, passages and symbols to list",
	"verb.cells show": "describe a unit: its values, where they peak, its effect on the next symbol, what it tracks",
	"phase.show": "reading a unit",
	"show.heading": "{unit} of {run}, step {step}, on {text}: {symbols:symbol/symbols} in {time}",
	"show.values": "Values",
	"show.moments": "mean {mean}, standard deviation {deviation}; quantiles: {quantiles}",
	"show.saturation.gate": "closed (below {below}) at {low} of the symbols, open (above {above}) at {high}",
	"show.saturation.tanh": "saturated low (below {below}) at {low} of the symbols, high (above {above}) at {high}",
	"show.saturation.cell":
		"tanh c saturated low (c below {below}) at {low} of the symbols, high (c above {above}) at {high}",
	"show.saturation.relu": "0 at {low} of the symbols",
	"show.high": "Highest at",
	"show.low": "Lowest at",
	"show.readout":
		"Effect on the next symbol through the output layer alone: {unit} at {high} (99th percentile) instead of {low} (1st)",
	"show.clamp":
		"Effect on the next symbol: {unit} clamped to {high} (99th percentile) at every step instead of {low} (1st)",
	"show.raised": "raised",
	"show.lowered": "lowered",
	"show.whenLow": "low",
	"show.whenHigh": "high",
	"show.nats": "nats",
	"show.moves":
		"low, high: mean probability of the next symbol over {steps:symbol/symbols}. nats: mean change of its log probability. The predicted distribution changes by {nats} nats (Kullback-Leibler divergence).",
	"show.tracks": "Tracks",
	"show.found":
		"Selected on one half of the text, evaluated on the other: {found} of {judged:pattern/patterns} above chance (q at most {q}).",
	"show.nothing": "Nothing above chance (q at most {q}) among {judged:pattern/patterns}.",
	"show.short": "Patterns are scored only on 2048 symbols or more.",
} as const;
