/** What the library does not offer to the studio yet: forks, replays and receipts. */
import { fail } from "../../../src/errors/index.ts";
import type { Handler } from "../handler.ts";

const later: Handler = ({ ids }, { id }) => {
	ids.nameOf(id);
	throw fail("E_STUDIO_LATER", {});
};

export const fork = later;
export const replay = later;
export const receipt = later;
