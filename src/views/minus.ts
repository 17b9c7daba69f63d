/** The text of a number with the minus sign (U+2212) instead of the hyphen, in its exponent too; for figures that are read, not for files or commands. */
export const minus = (text: string): string => text.replaceAll("-", "−");
