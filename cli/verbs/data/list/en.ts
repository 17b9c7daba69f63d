/** English messages: `sluice data list`. */

export const en = {
	"verb.data list": "list the texts that @NAME can stand for",
	"data.here": "in the cache",
	"data.away": "not fetched yet",
} as const;
