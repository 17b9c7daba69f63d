/** The same training as a command and as a program. */
import { type Choice, isTask, optionsOf } from "./choices.ts";

/** The file that the command reads, which the reader saves next to it; null for a task, which needs none. */
export const fileOf = ({ data }: Choice) => (isTask(data) ? null : `sluice-${data}.txt`);

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function commandOf(choice: Choice): string {
	const data = fileOf(choice) ?? choice.data;
	const flags = Object.entries(optionsOf(choice)).map(([key, value]) => `--${kebab(key)} ${value}`);
	return `npx sluice train ${data} ${flags.join(" ")} --engine wasm-plain`;
}

export function typescriptOf(choice: Choice): string {
	const file = fileOf(choice);
	const data = file === null ? `task("${choice.data.slice(5)}")` : `text("${file}")`;
	const options = JSON.stringify(optionsOf(choice), null, "\t");
	const from = file === null ? "task" : "text";
	return `import { ${from}, train } from "sluice";\n\nawait train({ data: ${data}, options: ${options}, engine: "wasm-plain" });`;
}
