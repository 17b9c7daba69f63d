/** English messages: bad usage, and words used with every message. */

export const en = {
	"error.label": "error",
	"notice.label": "note",
	"next.label": "next",
} as const;
