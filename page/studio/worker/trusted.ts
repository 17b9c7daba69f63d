/**
 * Addresses of the page's own workers, as the policy of content wants them: a closed list, made at the build. Any other
 * address is refused by the browser, whatever the page's code does.
 */
import { ownFile } from "../ownFiles.ts";

interface Factory {
	createPolicy(
		name: string,
		rules: { createScriptURL(address: string): string },
	): {
		createScriptURL(address: string): unknown;
	};
}

/** A worker's file in the folder assets, with its hash; or what keeps an exported page (offline.ts). */
const WORKERS = "trainWorker|threadWorker|trialWorker|instrumentWorker|findWorker|givenWorker";
const OURS = new RegExp(`^(assets/(${WORKERS})-[\\w-]{8}\\.js|sw\\.js)$`);
const FOLDER = ownFile("");

const { trustedTypes } = globalThis as { trustedTypes?: Factory };
const policy = trustedTypes?.createPolicy("sluice-worker", {
	createScriptURL(address) {
		if (address.startsWith(FOLDER) && OURS.test(address.slice(FOLDER.length))) return address;
		throw new TypeError(address);
	},
});

export function trusted(address: string): string {
	return (policy ? policy.createScriptURL(address) : address) as string;
}
