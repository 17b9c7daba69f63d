/** English messages: `sluice cells patch`. */

export const en = {
	"verb.cells patch":
		"copy the values of units from one position in a text to another, and show how the prediction changes",
	"arg.units": "units (l1.c.17) or whole layer values (l1.c)",
	"flag.patchFrom":
		"position to copy from: the step that reads symbol OFFSET, counted from 0, of a file or of train, valid or test",
	"flag.patchTo": "position to copy to, in the same form",
	"flag.patchAhead": "number of later steps to compare",
	"flag.patchTop": "number of most likely symbols to show, before and after",
	"flag.patchOthers": "number of random sets of other units of the same kind, patched the same way for comparison",
	"flag.patchWarmup": "maximum number of symbols to read before each position, from a zero state",
	"phase.patch": "reading up to both positions",
	"patch.heading": "{units} of {run}, from {from} to {to}",
	"patch.from": "from",
	"patch.to": "to",
	"patch.unit": "unit",
	"patch.there": "from",
	"patch.here": "to",
	"patch.more": "... and {count} more",
	"patch.next": "next symbol",
	"patch.before": "before",
	"patch.after": "after",
	"patch.came": "actual next symbol",
	"patch.at":
		"The predicted distribution changes by {nats} nats at this step (Kullback-Leibler divergence, before to after) and by {sum} nats over the {count:symbol/symbols} compared.",
	"patch.beside":
		"{count:set of other units changes/sets of other units change} it by {mean} nats on average and {most} at most over the same symbols: rank {rank} of {of}.",
	"patch.noOthers": "No comparison with other units: too few are left in the layer.",
	"patch.lasts":
		"The effect lasts {lasts:symbol/symbols}, then stays below 1 % of its peak. Peak: {peak} nats, {after:symbol/symbols} later (after {symbol}).",
	"patch.open":
		"The effect is still above 1 % of its peak after the {lasts:symbol/symbols} compared. Peak: {peak} nats, {after:symbol/symbols} later (after {symbol}).",
	"patch.still": "No effect: the values at both positions give the same prediction.",
	"patch.curve": "divergence at each symbol",
} as const;
