import { expect, test } from "vitest";
import { text } from "../../src/workbench/datasets/texts.ts";
import { evaluate } from "../../src/workbench/readings/evaluateRun.ts";
import { sample } from "../../src/workbench/readings/sample.ts";
import { resume } from "../../src/workbench/sessions/resume.ts";
import { train } from "../../src/workbench/sessions/train.ts";

test.each([
	[
		"train({ opts })",
		() => train({ data: text("x"), opts: { steps: 1 } } as never),
		/did you mean "options"|, which takes data/,
	],
	["train({ signal })", () => train({ data: text("x"), signal: null } as never), /signal/],
	["train({ data: 'input.txt' })", () => train({ data: "input.txt" } as never), /text\(\.\.\.\)/],
	["train()", () => train(undefined as never), /an object with data/],
	["resume({ lr })", () => resume({ run: "a", lr: 1 } as never), /lr/],
	["evaluate({ data })", () => evaluate({ run: "a", data: text("x") } as never), /data/],
	["sample({ lenght })", async () => sample({ run: "a", lenght: 5 } as never), /"length"/],
	["sample({ prompt: 5 })", async () => sample({ run: "a", prompt: 5 } as never), /"prompt" must be a string, got 5/],
	["sample({ bfloat16: 'yes' })", async () => sample({ run: "a", bfloat16: "yes" } as never), /yes/],
])("%s is refused with E_OPTION and named, not passed over", async (_, call, message) => {
	const error = await call().catch((e: unknown) => e);
	expect(error).toMatchObject({ code: "E_OPTION" });
	expect((error as Error).message).toMatch(message);
});
