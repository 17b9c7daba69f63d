/** How another run is trained on the same data. */

/** Arguments of `sluice train` that select the same data. */
export interface Source {
	words: readonly string[];
	/** Values by option name. */
	options: Readonly<Record<string, string | number>>;
}
