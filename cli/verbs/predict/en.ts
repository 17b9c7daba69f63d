/** English messages: `sluice predict`. */

export const en = {
	"verb.predict": "forecast a series: the rows of its file, and rows past the end (of a text: sluice predictions)",
	"arg.seriesFile": "another file with the columns of the run's series",
	"flag.free": "rows to go on past the last one, each forecast from those before it",
	"flag.predictOut": "CSV file to write; one that is there is replaced (default: standard output)",
	"flag.predictPart": "rows of this part alone: train, valid or test (default: all rows)",
	"flag.predictLength": "task: steps of a sequence that are known (default: the longest trained on)",
	"flag.predictSeed": "task: seed of the sequence (default 1)",
	"flag.predictCheckpoint": "weights to forecast with: of the best validation, the last, or of a step (default best)",
	"phase.predict": "forecasting",
	"predict.heading": "{run}, step {step}, on {of}: {rows:row/rows} in {time}",
	"predict.free": "{rows:row/rows} run on freely, beside their values",
	"predict.out": "written to {file}",
} as const;
