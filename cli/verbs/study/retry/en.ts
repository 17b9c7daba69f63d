/** English messages: `sluice study retry`. */

export const en = {
	"verb.study retry": "let parked trials be tried again",
	"arg.parked": "ids of parked trials or their beginnings; default: all",
	"study.retried": "{count:trial/trials} of {study} can be tried again.",
	"study.noneParked": "No trial of {study} is parked.",
} as const;
