/** English messages: the verbs about texts. */

export const en = {
	"verb.data": "the catalogue of texts",
	"data.unpinned": "sha256 not pinned",
} as const;
