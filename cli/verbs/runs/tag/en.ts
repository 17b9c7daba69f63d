/** English messages: `sluice runs tag`. */

export const en = {
	"verb.runs tag": "tag a run, or list its tags",
	"arg.tags":
		"tags: up to 40 letters, digits, dots, hyphens or underscores, from a letter or digit on; none: list the tags of the run",
	"flag.removeTags": "remove the tags instead of adding them",
	"tags.are": "Tags of {run}: {tags}",
	"tags.none": "{run} has no tags.",
} as const;
