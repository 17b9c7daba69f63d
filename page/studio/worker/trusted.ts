/**
 * Addresses of the page's own workers, as the policy of content wants them: a closed list, made at the build. Any other
 * address is refused by the browser, whatever the page's code does.
 */
interface Factory {
	createPolicy(
		name: string,
		rules: { createScriptURL(address: string): string },
	): {
		createScriptURL(address: string): unknown;
	};
}

/** A worker's file under /assets, with its hash. */
const OURS =
	/^\/assets\/(trainWorker|threadWorker|trialWorker|receiptWorker|instrumentWorker|findWorker)-[\w-]{8}\.js$/;

const { trustedTypes } = globalThis as { trustedTypes?: Factory };
const policy = trustedTypes?.createPolicy("sluice-worker", {
	createScriptURL(address) {
		if (OURS.test(address)) return address;
		throw new TypeError(address);
	},
});

export function trusted(address: string): string {
	return (policy ? policy.createScriptURL(address) : address) as string;
}
