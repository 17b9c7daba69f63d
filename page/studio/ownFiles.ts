/**
 * Addresses of the page's own files. Every script of the built page is in the folder assets, so the folder of the page is
 * the one above: the page works wherever that folder is served.
 */
const HERE = import.meta.url;

/** Address of a file in the folder of the page, such as "texts/c.txt". */
export const ownFile = (path: string): string => new URL(`../${path}`, HERE).href;
/** Folder of the engine's binaries. */
export const WASM = ownFile("wasm/");
/** A link whose fragment is `#...`, to this page. */
export const linkTo = (fragment: string): string => ownFile(fragment);
