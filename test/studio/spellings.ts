/** Ways in which servers were made to leave their folder. FILE stands for the file outside. */
const UP = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "%252e%252e/", "..%252f", "....//", "..;/", ".%2e/"];
const MORE_UP = ["%c0%ae%c0%ae/", "..%c0%af", "..%u2215", "%uff0e%uff0e/", "..//", ".../", "..%00/", "..%0d/", "..%20/"];

export const SPELLINGS: readonly string[] = [
	...[...UP, ...MORE_UP].flatMap((up) => [`/${up.repeat(8)}FILE`, `/assets/${up.repeat(8)}FILE`]),
	...["//FILE", "///FILE", "/./FILE", "/assets/.//../FILE", "/%2fFILE", "/%5cFILE", "/\\FILE", "/%00FILE", "/FILE%00"],
	...["/index.html/../FILE", "/index.html%00.js", "/index.html::$DATA", "/INDEX~1.HTM", "/index.html.", "/index.html%20"],
	...["/assets/;/../FILE", "/assets;x=1/FILE", "/assets/a.js?import&raw??", "/@fs/FILE", "/@fs/FILE?raw", "/assets/#/../FILE"],
	...["/FILE?url", "/file:///FILE", "/assets//a.js", "/assets/a.js/", "//assets/a.js", "/assets%2fa.js", "/assets%5ca.js"],
	...["/.env", "/.git/config", "/dist/cli/bin.js", "/wasm/../FILE", "/wasm/%2e%2e/FILE", "/api/../FILE", "/api/runs/../../FILE"],
	...["/api/runs/..%2f..%2fFILE/lines", "/api/runs/FILE/weights", "/\x80FILE"],
];
