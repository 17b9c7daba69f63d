/** Opens the queue of a study: for a worker's launcher, to add its trials, or to see that the server answers. */
import { FolderLauncher, type FolderOptions } from "../folderLauncher.ts";
import type { Launcher } from "../launcher.ts";
import type { QueueState } from "../studyOverview.ts";
import type { Study } from "../studyPlaces.ts";
import { TrialLooker } from "../trialLooks.ts";
import { BullTrialQueue, checkServer } from "./bullTrialQueue.ts";
import { parseQueueAddress } from "./queueAddress.ts";
import { QueueLauncher } from "./queueLauncher.ts";
import { queueName } from "./queueName.ts";

/** The launcher of a worker: with an address, that of the queue. @throws E_STUDY_QUEUE if the address is none, the packages are missing, or the server does not answer. */
export async function openLauncher(
	study: Study,
	options: FolderOptions,
	address: string | undefined,
	onState: (state: QueueState) => void,
): Promise<Launcher> {
	if (address === undefined) return new FolderLauncher(study, options);
	return new QueueLauncher(new FolderLauncher(study, options), await open(study, address, onState));
}

function open(study: Study, address: string, onState: (state: QueueState) => void): Promise<BullTrialQueue> {
	const leaseMs = 1000 * study.document.limits.leaseSeconds;
	return BullTrialQueue.open(parseQueueAddress(address), { name: queueName(study), leaseMs, onState });
}

/** Adds the trials that wait, for workers elsewhere. @throws as openLauncher. */
export async function fillQueue(study: Study, address: string): Promise<void> {
	const waiting = new TrialLooker(study, () => false).all().filter(({ state }) => state === "waiting");
	const queue = await open(study, address, () => undefined);
	try {
		await queue.add(waiting);
	} finally {
		await queue.close();
	}
}

/** @throws as openLauncher, before there is a study. */
export const checkQueue = (address: string): Promise<void> => checkServer(parseQueueAddress(address));
