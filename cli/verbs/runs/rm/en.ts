/** English messages: `sluice runs rm`. */

export const en = {
	"verb.runs rm": "move runs to the bin, where they stay for 30 days",
	"arg.runsRemoved": "runs to remove",
	"runs.removed": "{run} is in the bin: {folder}",
} as const;
