/** English messages: `sluice cells patch`. */

export const en = {
	"verb.cells patch":
		"carry the values of units from one place of a text to another, and show how the expectation changes",
	"arg.units": "units (l1.c.17), or whole values (l1.c)",
	"flag.patchFrom":
		"where the values are taken: the step that reads the symbol OFFSET, counted from 0, of a file, or of train, valid or test",
	"flag.patchTo": "where they are put, written the same way",
	"flag.patchAhead": "steps after it that are compared too",
	"flag.patchTop": "likeliest symbols shown, before and after",
	"flag.patchOthers": "draws of other units of the same value, as many as ours, that are patched too",
	"flag.patchWarmup": "symbols read before either place, from a zero state, at most",
	"phase.patch": "reading up to both places",
	"patch.heading": "{units} of {run}, from {from} to {to}",
	"patch.from": "from",
	"patch.to": "to",
	"patch.unit": "unit",
	"patch.there": "there",
	"patch.here": "here",
	"patch.more": "... and {count} more",
	"patch.next": "next symbol",
	"patch.before": "before",
	"patch.after": "after",
	"patch.came": "came next",
	"patch.at":
		"The expectation moves by {nats} nats at once (Kullback-Leibler divergence, from before to after), by {sum} over the {count:symbol/symbols} compared.",
	"patch.beside":
		"{count:draw of other units moves/draws of other units move} it by {mean} over the same symbols on average, {most} at most: rank {rank} of {of}.",
	"patch.noOthers": "No others to compare with: fewer than as many again are left in the layer.",
	"patch.lasts":
		"It lasts {lasts:symbol/symbols}, with its peak of {peak} nats {after:symbol/symbols} on (after {symbol}); then it stays below a hundredth of the peak.",
	"patch.open":
		"It still lasts after the {lasts:symbol/symbols} that were compared, with its peak of {peak} nats {after:symbol/symbols} on (after {symbol}).",
	"patch.still": "Nothing moves: the values there and here act the same.",
	"patch.curve": "divergence, symbol by symbol",
} as const;
