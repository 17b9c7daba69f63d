/**
 * Keeps an exported page for offline use, by a service worker that belongs to its folder (serviceWorker.ts). A newer
 * version of the page is fetched whole next to the present one; it is loaded when the reader asks for it, or when all tabs
 * of the page were closed.
 */
import { createStore } from "../../kit/store.ts";
import { ownFile } from "../ownFiles.ts";
import { trusted } from "../worker/trusted.ts";
import { UPDATE } from "./exportMessages.ts";

/** "none": the browser keeps nothing here, for instance because the page was not loaded by https. */
export type Offline = "none" | "saving" | "saved" | "newer" | "failed";
export const offline = createStore<Offline>("none");

let registration: ServiceWorkerRegistration | undefined;

export async function keepOffline(): Promise<void> {
	const { serviceWorker: workers } = navigator as { serviceWorker?: ServiceWorkerContainer };
	if (!workers) return;
	let kept = workers.controller !== null;
	workers.addEventListener("controllerchange", () => {
		if (kept) location.reload(); // another version has taken over
		kept = true;
	});
	offline.set("saving");
	try {
		registration = await workers.register(trusted(ownFile("sw.js")), { updateViaCache: "none" });
	} catch {
		return offline.set("failed");
	}
	follow(registration.installing);
	registration.addEventListener("updatefound", () => follow(registration!.installing));
	tell();
}

/** Loads the newer version in all tabs of the page. */
export function update(): void {
	registration?.waiting?.postMessage(UPDATE);
}

const follow = (worker: ServiceWorker | null) => worker?.addEventListener("statechange", tell);

function tell(): void {
	const { waiting, active, installing } = registration!;
	offline.set(waiting && active ? "newer" : active ? "saved" : installing || waiting ? "saving" : "failed");
}
