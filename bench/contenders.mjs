/** The contenders: Sluice on each requested engine and thread count, and each setting of each installed peer. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measured } from "./processes.mjs";
import { CLIP_NORM, isGeneration, LEARNING_RATE, V, WORKLOADS, WRITTEN } from "./workloads.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

/**
 * @typedef {object} Contender
 * @property {string} who "sluice", "torch", "tfjs", "jax-js"
 * @property {string} setting what distinguishes it from others of the same name: engine, or setting of the peer
 * @property {number} threads
 * @property {(name: string, seconds: number, limitSeconds: number) => Promise<any>} run one measurement of a workload
 */

/** @returns {Contender} */
export function sluice(engine, threads) {
	const run = async (name, seconds, limitSeconds) => {
		const args = [name, engine, String(threads), String(seconds)];
		const result = await measured([process.execPath, join(HERE, "sluice.mjs"), ...args], { threads, limitSeconds });
		if (result.threads !== threads) throw new Error(`${engine} runs ${result.threads} thread(s) here, not ${threads}`);
		return result;
	};
	return { who: "sluice", setting: engine, threads, run };
}

/**
 * Returns Sluice's wasm engine in a page.
 * @returns {Contender}
 */
export function sluiceInBrowser(engine) {
	const run = (name, seconds, limitSeconds) =>
		measured([process.execPath, join(HERE, "browser.mjs"), name, engine, String(seconds)], {
			threads: 1,
			limitSeconds,
		});
	return { who: "sluice", setting: `${engine} in Chromium`, threads: 1, run };
}

/**
 * @param {string[]} peers @param {number[]} threads @param {string[]} torchSettings
 * @returns {{contenders: Contender[], missing: string[]}} `missing`: a line for each peer or setting that cannot run
 */
export function findPeers(peers, threads, torchSettings) {
	const contenders = [];
	const missing = [];
	for (const peer of peers) {
		if (peer === "torch") findTorch(threads, torchSettings, contenders, missing);
		else if (peer in JAVASCRIPT) findJavaScript(peer, contenders, missing);
		else missing.push(`${peer}: unknown; peers are torch, ${Object.keys(JAVASCRIPT).join(", ")}`);
	}
	return { contenders, missing };
}

const JAVASCRIPT = {
	tfjs: { file: "tfjs.mjs", packages: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"] },
	"jax-js": { file: "jaxjs.mjs", packages: ["@jax-js/jax"] },
};

function findJavaScript(who, contenders, missing) {
	const { file, packages } = JAVASCRIPT[who];
	const absent = packages.filter((name) => !existsSync(join(HERE, "peers/node_modules", name)));
	if (absent.length > 0) {
		missing.push(`${who}: skipped, ${absent.join(" and ")} not in bench/peers/node_modules (see bench/README.md)`);
		return;
	}
	const run = (name, seconds, limitSeconds) =>
		measured([process.execPath, join(HERE, "peers", file), name, String(seconds)], { threads: 1, limitSeconds });
	contenders.push({ who, setting: "wasm", threads: 1, run });
}

/** Settings of PyTorch: their environment variables; undefined if a setting is unavailable. */
const TORCH = {
	/** OpenBLAS on the OpenMP threads that PyTorch itself uses, so that two pools do not compete for the cores. */
	openmp: () => blasFirst("openblas-openmp"),
	/** OpenBLAS on its own threads: Debian's default if both builds are installed. */
	pthread: () => blasFirst("openblas-pthread"),
	/** Like openmp, but threads sleep between calls instead of spinning. */
	passive: () => TORCH.openmp() && { ...TORCH.openmp(), OMP_WAIT_POLICY: "PASSIVE" },
	/** The BLAS that this PyTorch finds by itself. */
	installed: () => ({}),
	/** Like installed, in PyTorch's automatic mixed precision with bfloat16. */
	autocast: () => ({}),
};

function findTorch(threads, wanted, contenders, missing) {
	const python = [process.env.PYTHON, "/usr/bin/python3", "python3"].filter(Boolean).find(hasTorch);
	if (python === undefined) {
		missing.push("torch: skipped, no Python with PyTorch found (name one in the variable PYTHON)");
		return;
	}
	const settings = wanted.filter((setting) => TORCH[setting]?.() !== undefined);
	for (const setting of wanted.filter((setting) => !settings.includes(setting))) {
		const why =
			setting in TORCH ? `no libopenblas0-${setting === "passive" ? "openmp" : setting} in /usr/lib` : "unknown";
		missing.push(`torch ${setting}: skipped, ${why}`);
	}
	if (settings.length === 0) settings.push("installed");
	for (const count of threads) {
		// at one thread the settings of a BLAS do not differ
		const [blas] = settings.filter((setting) => setting !== "autocast");
		for (const setting of settings.filter((one) => count > 1 || one === blas || one === "autocast")) {
			contenders.push(torch(python, setting, count, TORCH[setting]()));
		}
	}
}

function torch(python, setting, threads, extra) {
	// OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE may force a kernel that is not the processor's best: let OpenBLAS choose
	const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = process.env;
	const env = { ...rest, ...extra, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
	const script = join(HERE, "peers/torch_peer.py");
	const run = (name, seconds, limitSeconds) => {
		const rule = { learningRate: LEARNING_RATE, clipNorm: CLIP_NORM, written: WRITTEN, generation: isGeneration(name) };
		const autocast = setting === "autocast";
		const input = JSON.stringify({ ...WORKLOADS[name], symbols: V, ...rule, autocast });
		return measured([python, script, name, String(threads), String(seconds)], { threads, env, input, limitSeconds });
	};
	return { who: "torch", setting, threads, run };
}

function hasTorch(python) {
	const find = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";
	return spawnSync(python, ["-c", find]).status === 0;
}

/** Variables that select one of Debian's builds of OpenBLAS. */
function blasFirst(build) {
	const folders = existsSync("/usr/lib") ? readdirSync("/usr/lib") : [];
	const folder = folders.map((name) => join("/usr/lib", name, build)).find((path) => existsSync(path));
	return folder && { LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":") };
}

/** Returns why the browser cannot be measured; undefined if it can. */
export function browserMissing() {
	if (chromium() === undefined) return "browser: skipped, no chromium in the PATH";
	return playwrightPath() === undefined ? "browser: skipped, playwright-core is not installed" : undefined;
}

/** Path of the browser: the variable CHROMIUM, else the first of these names in the PATH. */
export function chromium() {
	const folders = (process.env.PATH ?? "").split(delimiter);
	const names = ["chromium", "chromium-browser", "google-chrome"];
	const paths = [process.env.CHROMIUM, ...folders.flatMap((folder) => names.map((name) => join(folder, name)))];
	return paths.find((path) => path && existsSync(path));
}

/** The package's or the peers' playwright-core. */
export function playwrightPath() {
	for (const from of ["../package.json", "peers/package.json"]) {
		try {
			return createRequire(join(HERE, from)).resolve("playwright-core");
		} catch {}
	}
	return undefined;
}
