/** Names of the files of the networks that come with the page, as they are saved, and of the runs that they become. */
import { save } from "../../kit/saveFile.ts";
import { readWeights, type StoredName } from "../train/storedModel.ts";

export const STORED_FILES = {
	c: { weights: "sluice-c.safetensors", run: "play-c" },
	ko: { weights: "sluice-ko.safetensors", run: "play-ko" },
} as const satisfies Record<StoredName, { weights: string; run: string }>;

export async function saveWeights(name: StoredName): Promise<void> {
	save(STORED_FILES[name].weights, "application/octet-stream", await readWeights(name));
}
