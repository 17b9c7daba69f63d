/** Name of a study's queue on a server, which may have queues of other studies with the same name. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fail } from "../../../errors/index.ts";
import { publishFolder } from "../../disk/publish.ts";
import { slug } from "../../runs/runNames.ts";
import { readRecord, type Study } from "../studyPlaces.ts";

const FOLDER = "queue";
const FILE = "queue.json";

/** "sluice-NAME-ID". The first worker that asks draws the ID, and every other one reads it in the study. */
export function queueName(study: Study): string {
	const taken = fail("E_INTERNAL", { what: "the queue has an id" });
	const read = () => readRecord(study, join(study.folder, FOLDER, FILE))?.id;
	if (read() === undefined) {
		const content = Buffer.from(`${JSON.stringify({ format: 1, id: randomBytes(8).toString("hex") })}\n`);
		try {
			publishFolder(study.disk, study.folder, FOLDER, { [FILE]: content }, () => taken);
		} catch (error) {
			if (error !== taken) throw error;
		}
	}
	const id = String(read()).replace(/[^0-9a-f]/g, "");
	return `sluice-${slug(study.name).slice(0, 40)}-${id.slice(0, 16)}`;
}
