/** Documents of the package to which the lessons lead. The studio's server sends them; an exported page has none. */
export const DOCUMENTS = ["analyse", "attention", "cells", "chat", "equations"].flatMap((name) => [
	`docs/${name}.md`,
	`docs/ko/${name}.md`,
]);
