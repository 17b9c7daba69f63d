/** What the dialog of a panel offers, taken out of the page and run by Node. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { printedBy } from "./copiedCommand.ts";

const ROOT = join(import.meta.dirname, "../..");

export interface Taken {
	command: string;
	program: string;
	/** The text or series as a file of the folder; undefined for a task. */
	file: string | undefined;
	/** Eight digits of the weights' digest, as the page shows them. */
	digest: string | undefined;
	/** The digest that the command gives, run by Node. */
	ofCommand(): string;
	/** The digest that the program gives. */
	ofProgram(): string;
}

export interface Copied {
	folder: string;
	take(page: Page): Promise<Taken>;
	close(): void;
}

/** A folder into which pages save their texts and where their commands are run. */
export function copiedRun(): Copied {
	const folder = mkdtempSync(join(tmpdir(), "sluice-studio-"));
	const ofCommand = (command: string) =>
		/"weightsSha256":\s*"([0-9a-f]{64})"/.exec(printedBy(command, folder, " --json"))![1]!;
	const ofProgram = (program: string) => {
		const library = program.replace('"sluice"', JSON.stringify(join(ROOT, "dist/src/index.js")));
		const told = library
			.replace("await train", "const result = await train")
			.concat("console.log(result.weightsSha256);");
		writeFileSync(join(folder, "program.mjs"), told);
		return execFileSync(process.execPath, [join(folder, "program.mjs")], { cwd: folder, encoding: "utf8" }).trim();
	};
	return {
		folder,
		async take(page) {
			const shown = (await page.locator(".provenance").textContent()) ?? "";
			await page.locator(".panel-loss .take").click();
			const dialog = page.locator("dialog[open]");
			await dialog.locator("pre").first().waitFor();
			const [command, program] = (await dialog.locator("pre").allTextContents()) as [string, string];
			const button = dialog.getByRole("button", { name: "Text (" });
			let file: string | undefined;
			if ((await button.count()) > 0) {
				const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
				file = download.suggestedFilename();
				await download.saveAs(join(folder, file));
			}
			return {
				...{ command, program, file, digest: /weights ([0-9a-f]{8})/.exec(shown)?.[1] },
				ofCommand: () => ofCommand(command),
				ofProgram: () => ofProgram(program),
			};
		},
		close: () => rmSync(folder, { recursive: true, force: true }),
	};
}
