/** sluice/interpretation: the values of every step of a text, by name. Pure. */
export * from "./names.ts";
export * from "./stream.ts";
