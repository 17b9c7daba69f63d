/** English messages: `sluice study export`. */

export const en = {
	"verb.study export": "write a study as CSV, JSON, an HTML report or an Optuna journal",
	"arg.studyFiles": "files ending in .csv, .json or .html",
	"flag.optuna": "journal file that Optuna opens",
	"study.written": "Written: {files}",
} as const;
