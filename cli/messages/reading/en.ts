/** English messages: what is read with a run. */

export const en = {
	"eval.part": "its {part} part",
	"trace.unknown": "Unknown symbols (not in the run's vocabulary): {count}.",
	"part.train": "training",
	"part.valid": "validation",
	"part.test": "test",
	"predictions.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"predictions.of": "{count} of {total}",
	"ngrams.order": "order",
	"ngrams.cut":
		"n-grams were counted on the last {counted} of {train} training symbols and evaluated on the first {symbols} of {part}: the rest does not fit into memory.",
	"diagnose.layer": "l{layer}",
	"diagnose.saturation": "saturation, steps below 0.1 and above 0.9",
	"diagnose.svg": "figures: {file}",
} as const;
