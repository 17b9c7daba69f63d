/** One visit to the studio's page, or to the control page, in a fresh profile: what the browser says of it. */

/** Runs before the page's script: keeps what the browser's observers report, and watches the worker that trains. */
export const OBSERVE = `
globalThis.seen = { shifts: [], tasks: [], events: new Map(), lcp: 0, frames: [], step: 0, order: undefined };
const watch = (type, take, more = {}) =>
	new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
watch("largest-contentful-paint", ({ startTime }) => (seen.lcp = startTime));
watch("layout-shift", ({ value, hadRecentInput, startTime }) => hadRecentInput || seen.shifts.push([startTime, value]));
watch("longtask", ({ startTime, duration }) => seen.tasks.push([startTime, duration]));
watch("event", ({ interactionId, duration }) => {
	if (interactionId) seen.events.set(interactionId, Math.max(duration, seen.events.get(interactionId) ?? 0));
}, { durationThreshold: 16 });
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, ...more) {
	if (message?.type === "train") {
		seen.order ??= message;
		this.addEventListener("message", ({ data }) => data.type === "frame" && (seen.step = data.step));
	}
	return postMessage.call(this, message, ...more);
};
let last;
requestAnimationFrame(function tick(now) {
	if (last !== undefined) seen.frames.push([now, now - last]);
	last = now;
	requestAnimationFrame(tick);
});`;

/** An empty page that trains by the same worker with the same order. */
const CONTROL_SCRIPT = `
fetch("/control-order").then((answer) => answer.json()).then(({ worker, order }) => {
	new Worker(worker, { type: "module" }).postMessage(order);
	performance.mark("studio:ready");
});`;

/**
 * @param {import("playwright-core").Browser} browser
 * @param {{address: string, storageState: any, seconds: number, control?: {worker: string, order: any}}} visit
 * `control`: visit the control page, with the worker's address and its order.
 */
export async function visit(browser, { address, storageState, seconds, control }) {
	const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 900 }, locale: "en-GB" });
	await context.addInitScript(OBSERVE);
	if (control) await serveControl(context, control);
	const page = await context.newPage();
	await page.goto(control ? `${address}control` : `${address}#/train?steps=1000000`);
	const get = (code) => page.evaluate(code);
	const until = async (code) => {
		while (!(await get(code))) await page.waitForTimeout(100);
	};
	await until("seen.step > 0 && performance.getEntriesByName('studio:ready').length > 0");
	const heapBefore = await heapOf(page);
	const [from, step] = await get("[performance.now(), seen.step]");
	await page.waitForTimeout(1000 * seconds);
	const during = await get(`(() => {
		const [from, to] = [${from}, performance.now()];
		const within = (list) => list.filter(([at]) => at >= from && at <= to).map(([, value]) => value);
		const frames = within(seen.frames).sort((a, b) => a - b);
		const paint = performance.getEntriesByName("first-contentful-paint")[0];
		return {
			ttfb: performance.getEntriesByType("navigation")[0].responseStart,
			fcp: paint?.startTime ?? null, lcp: seen.lcp || null,
			ready: performance.getEntriesByName("studio:ready")[0].startTime,
			cls: seen.shifts.reduce((sum, [, value]) => sum + value, 0),
			frameP95: frames[Math.floor(0.95 * frames.length)] ?? null, frameMost: frames.at(-1) ?? null,
			longTasks: within(seen.tasks).length,
			updatesPerSecond: (seen.step - ${step}) / ((to - from) / 1000),
		};
	})()`);
	const heap = await heapOf(page);
	const result = { ...during, heapMb: heap, heapMbPerMinute: (60 * (heap - heapBefore)) / seconds };
	return { result, page, close: () => context.close() };
}

async function serveControl(context, { worker, order }) {
	const headers = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
	const fulfil = (path, contentType, body) =>
		context.route(`**/${path}`, (route) => route.fulfill({ body, contentType, headers }));
	await fulfil(
		"control",
		"text/html",
		'<!doctype html><title>control</title><p>control</p><script src="/control.js"></script>',
	);
	await fulfil("control.js", "text/javascript", CONTROL_SCRIPT);
	await fulfil("control-order", "application/json", JSON.stringify({ worker, order }));
}

/** Heap of the page without its workers, after a collection, in MB. */
async function heapOf(page) {
	const cdp = await page.context().newCDPSession(page);
	await cdp.send("Performance.enable");
	await cdp.send("HeapProfiler.collectGarbage");
	const { metrics } = await cdp.send("Performance.getMetrics");
	await cdp.detach();
	return metrics.find(({ name }) => name === "JSHeapUsedSize").value / 1e6;
}

/**
 * Presses keys and buttons while the page trains. Returns the duration of each interaction, in ms; those below the
 * browser's threshold of 16 ms count as 16.
 */
export async function interact(page, times) {
	const click = async (selector) => {
		const { x, y, width, height } = await page.locator(selector).boundingBox();
		await page.mouse.click(x + width / 2, y + height / 2);
	};
	const acts = [
		() => page.keyboard.press("Tab"),
		() => page.keyboard.press("d"),
		() => click(".more"),
		() => click(".panel-lag .chart"),
		() => page.keyboard.press("ArrowLeft"),
		() => page.keyboard.press("Control+k"),
		() => page.keyboard.type("t"),
		() => page.keyboard.press("Escape"),
		() => click(".more"),
		() => page.keyboard.press("n"),
	];
	await page.evaluate("seen.events.clear()");
	for (let n = 0; n < times; n++) {
		await acts[n % acts.length]();
		await page.waitForTimeout(30);
	}
	await page.waitForTimeout(500);
	const reported = await page.evaluate("[...seen.events.values()]");
	return [...reported, ...new Array(Math.max(0, times - reported.length)).fill(16)];
}
