/** The same training as a command and as a program. */
import { type Choice, isTask, optionsOf } from "./choices.ts";

/** Where each text of the page lies in the package's repository. */
const FILES: Readonly<Record<string, string>> = {
	c: "native/*.[ch]",
	en: "docs/*.md",
	ko: "docs/ko/*.md",
	own: "my-text.txt",
};

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function commandOf(choice: Choice): string {
	const data = isTask(choice.data) ? choice.data : FILES[choice.data];
	const flags = Object.entries(optionsOf(choice)).map(([key, value]) => `--${kebab(key)} ${value}`);
	return `npx sluice train ${data} ${flags.join(" ")} --engine wasm-plain`;
}

export function typescriptOf(choice: Choice): string {
	const data = isTask(choice.data) ? `task("${choice.data.slice(5)}")` : `text("${choice.data}.txt")`;
	const options = JSON.stringify(optionsOf(choice), null, "\t");
	const from = isTask(choice.data) ? "task" : "text";
	return `import { ${from}, train } from "sluice";\n\nawait train({ data: ${data}, options: ${options}, engine: "wasm-plain" });`;
}
