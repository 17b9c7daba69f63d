/** English messages: bad usage, and the words beside every message. */

export const en = {
	"error.label": "error",
	"notice.label": "note",
	"next.label": "next",
} as const;
