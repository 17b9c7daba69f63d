/** Name of the meta element that marks an exported page; its content names the version of all its files. */
export const EXPORTED = "sluice-exported";
