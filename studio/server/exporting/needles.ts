/** What no file of an exported page may hold: the paths, names and secrets of the machine that it was exported on. */
import { realpathSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";

/** The facts of a machine, given as data so that tests can plant them. */
export interface Machine {
	cwd: string;
	home: string;
	host: string;
	user: string;
	env: Readonly<Record<string, string | undefined>>;
}

export type LeakKind = "path" | "host" | "user" | "secret";
export interface Needle {
	kind: LeakKind;
	text: string;
	/** Looked for in all files; else only in those of runs, since it could be a word of the page by chance. */
	everywhere: boolean;
}

/** Names that many machines have, which say nothing of this one. */
const COMMON = new Set(["root", "user", "admin", "node", "ubuntu", "debian", "runner", "docker", "localhost", "home"]);
const LEAST_NAME = 3;
const LEAST_SECRET = 6;
/** Value of an environment variable that a short word of the page could equal. */
const LEAST_EVERYWHERE = 12;

const SECRET_NAME =
	/TOKEN|SECRET|PASSW|PASSPHRASE|API_?KEY|ACCESS_?KEY|PRIVATE|CREDENTIAL|COOKIE|(^|_)(KEY|AUTH|PAT|PW)(_|$)/i;
/** Secrets by their form, whatever the variable is called. */
export const SECRET_FORMS =
	/\b(gh[pousr]_\w{20,}|github_pat_\w{20,}|(sk|rk)-[\w-]{20,}|hf_\w{20,}|npm_\w{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+)|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** @param paths folders and files of this export: that of the runs, the place, and the data that runs name */
export function needlesOf({ cwd, home, host, user, env }: Machine, paths: readonly string[]): Needle[] {
	const machine = [cwd, home, env.HOME, env.USERPROFILE, ...paths].filter((path) => path !== undefined);
	const names = (kind: LeakKind, ...texts: (string | undefined)[]): Needle[] =>
		texts
			.filter((text) => text !== undefined && text.length >= LEAST_NAME && !COMMON.has(text.toLowerCase()))
			.map((text) => ({ kind, text: text!, everywhere: false }));
	const secrets = Object.entries(env).flatMap(([name, value = ""]): Needle[] => {
		const secret = SECRET_NAME.test(name) || SECRET_FORMS.test(value);
		if (!secret || value.length < LEAST_SECRET || isAbsolute(value)) return [];
		return [{ kind: "secret", text: value, everywhere: value.length >= LEAST_EVERYWHERE }];
	});
	const needles = [
		...secrets,
		...machine.flatMap((path) => pathNeedles(path, cwd)),
		...names("host", host, host.split(".")[0], env.HOSTNAME, env.COMPUTERNAME),
		...names("user", user, env.USER, env.LOGNAME, env.USERNAME, env.SUDO_USER),
	];
	return [...new Map(needles.map((needle) => [`${needle.kind} ${needle.text}`, needle])).values()];
}

/** A path as it was written, from the root, and with its links followed; each also as an address writes it. */
function pathNeedles(path: string, cwd: string): Needle[] {
	const whole = resolve(cwd, path);
	const real = realOf(whole);
	const written = /[\\/]/.test(path) ? [path] : [];
	const texts = new Set([...written, whole, real].flatMap((text) => [text, encodeURI(text)]));
	return [...texts]
		.filter((text) => /[\\/].*\w/.test(text))
		.map((text) => ({ kind: "path", text, everywhere: isAbsolute(text) && /[\\/][^\\/]+[\\/]/.test(text) }));
}

function realOf(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}
