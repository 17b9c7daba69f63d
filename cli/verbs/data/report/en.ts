/** English messages: `sluice data report`. */

export const en = {
	"verb.data report": "what a text is made of: alphabet, lines, what repeats, what its parts share",
	"phase.report": "reading the text",
	"report.heading": "{text}: {bytes}, {symbols:symbol/symbols} for training ({split}), in {time}",
	"report.alphabet": "alphabet: {size:symbol/symbols}, {rare} of them fewer than {least} times",
	"report.rare": "rare: {symbols}",
	"report.lines":
		"lines: {lines}, {empty} empty; {median:symbol/symbols} in the middle, {mean} on average, {longest} at most",
	"report.repeats": "repeated within the training part",
	"report.repeatedLines": "lines: {repeated} of {lines} stood before ({share}), {symbolShare} of their symbols",
	"report.repeatedStretches": "stretches of {least} or more that stand elsewhere too: {share} of the symbols",
} as const;
