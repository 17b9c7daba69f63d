/** English messages: the verbs about texts. */

export const en = {
	"verb.data": "list, download and describe texts",
	"data.unpinned": "sha256 not pinned",
} as const;
