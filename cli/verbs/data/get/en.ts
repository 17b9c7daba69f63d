/** English messages: `sluice data get`. */

export const en = {
	"verb.data get": "download a text and verify its checksum",
	"arg.name": "name in the catalogue, with or without the @",
	"data.got": "{name}: {bytes}, {hash}",
} as const;
