/** Words of an exported page in English. */
export const exportedEn = {
	about: "Exported from Sluice {version}, without a server: what you open or train stays in this browser.",
	threads: "Training uses up to {n} threads.",
	oneThread: "Training uses one thread, because the page is not cross-origin isolated.",
	oneThreadYet: "Training uses one thread until the page is loaded again.",
	saving: "Saving the page for offline use.",
	saved: "Saved for offline use.",
	failed: "The page could not be saved for offline use.",
	none: "",
	newer: "A newer version is ready.",
	update: "Load it, which ends a training",
};
