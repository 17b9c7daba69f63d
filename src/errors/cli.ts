/** Errors of the command line. */

export const cliErrors = {};
