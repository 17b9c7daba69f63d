/** English messages: `sluice resume`. */

export const en = {
	"verb.resume": "go on from a run's last checkpoint, bit for bit",
	"default.resume": "counted from the run's start; default: the run's own budget",
} as const;
