/** English messages: `sluice study show`. */

export const en = {
	"verb.study show": "show the settings, losses and workers of a study",
} as const;
