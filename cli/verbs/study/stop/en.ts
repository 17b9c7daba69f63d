/** English messages: `sluice study stop`. */

export const en = {
	"verb.study stop": "stop a study: its trials save checkpoints, and all its processes end within 2 seconds",
	"study.stopped": "{study} is stopped. Every worker sees it within half a second.",
} as const;
