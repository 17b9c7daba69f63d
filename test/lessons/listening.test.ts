/** The numbers that come with the page for lesson 9 are those of the training that they are said to be from. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Listening, listening } from "./listening.ts";

const FILE = join(import.meta.dirname, "../../page/studio/stored/listening.json");

test("training anew for 800 updates in both languages gives each of the 700 stored losses, and the 80 stored gradients", () => {
	const found = listening();
	if (process.env.SLUICE_WRITE_LISTENING) writeFileSync(FILE, `${JSON.stringify(found)}\n`);
	const stored = JSON.parse(readFileSync(FILE, "utf8")) as Listening;
	expect(stored).toEqual(found);
	expect([...stored.en.nats, ...stored.ko.nats].flat(2)).toHaveLength(700);
	expect([...stored.paths.state, ...stored.paths.attention]).toHaveLength(80);
});
