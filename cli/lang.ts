/**
 * What must be known before the command line is parsed: the language of its messages, and whether JSON was requested.
 */
import type { Lang } from "../src/errors/define.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Precedence: `--lang`, SLUICE_LANG, LC_ALL, LC_MESSAGES, LANG. An unknown `--lang` is rejected later, in English. */
export function chooseLang(argv: readonly string[], env: Environment): Lang {
	const asked = flagValue(argv, "--lang") ?? (env.SLUICE_LANG || undefined);
	if (asked !== undefined) return asked === "ko" ? "ko" : "en";
	const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
	return /^ko([_.@-]|$)/i.test(locale) ? "ko" : "en";
}

export function wants(argv: readonly string[], flag: string): boolean {
	return beforeDashes(argv).includes(flag);
}

function flagValue(argv: readonly string[], flag: string): string | undefined {
	const flags = beforeDashes(argv);
	for (let at = flags.length - 1; at >= 0; at--) {
		if (flags[at]!.startsWith(`${flag}=`)) return flags[at]!.slice(flag.length + 1);
		if (flags[at] === flag) return flags[at + 1];
	}
	return undefined;
}

function beforeDashes(argv: readonly string[]): readonly string[] {
	const end = argv.indexOf("--");
	return end < 0 ? argv : argv.slice(0, end);
}
