/** English messages: `sluice runs restore`. */

export const en = {
	"verb.runs restore": "restore removed runs, or list the bin",
	"arg.runsRestored": "runs to restore; none: list the bin",
	"runs.restored": "{run} is back: {folder}",
	"runs.binEmpty": "The bin is empty.",
	"runs.binned": "removed",
} as const;
