/** English messages: `sluice data list`. */

export const en = {
	"verb.data list": "list the catalogue of texts (@NAME)",
	"data.here": "downloaded",
	"data.away": "not downloaded yet",
} as const;
