/** What the exporter, an exported page and its service worker know in common. */

/** Asks a waiting service worker to take over. */
export const UPDATE = "update";

/** Put before the service worker's script when a page is exported. */
export interface Exported {
	/** Names the version of all files. */
	edition: string;
	/** SHA-256 of each file by its path, the page itself as index.html. */
	files: Readonly<Record<string, string>>;
	/** Headers that each answer gets: the policies that a page cannot set for its workers by itself. */
	headers: Readonly<Record<string, string>>;
}
