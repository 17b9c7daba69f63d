/** English messages: `sluice study resume`. */

export const en = {
	"verb.study resume": "continue a stopped or interrupted study",
} as const;
