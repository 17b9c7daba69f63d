/** English messages: `sluice data get`. */

export const en = {
	"verb.data get": "fetch a text and verify it",
	"arg.name": "a text of the catalogue, with or without the @",
	"data.got": "{name}: {bytes}, {hash}",
} as const;
