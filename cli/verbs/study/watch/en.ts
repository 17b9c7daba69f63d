/** English messages: `sluice study watch`. */

export const en = {
	"verb.study watch": "follow a study that runs elsewhere; Ctrl-C ends the watching only",
} as const;
