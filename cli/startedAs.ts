/** How the user calls this program, for commands to copy: a local installation is not on the PATH. */

/**
 * @param env environment of the process; npm sets npm_command to "exec" for npx. @param script path of the program, as
 * it was started.
 */
export function startedAs(env: Readonly<Record<string, string | undefined>>, script = ""): string {
	const local = /[\\/]node_modules[\\/]\.bin[\\/]/.test(script);
	return env.npm_command === "exec" || local ? "npx sluice" : "sluice";
}
