/** Views of work in progress, and the display that shows them. */

/** Work in progress, as a block of lines at most `cells` wide and as one plain line. */
export interface View {
	block(cells: number): string[];
	line(): string;
}

export interface Show {
	/** Whether views are redrawn in place. Otherwise they are printed line by line. */
	readonly live: boolean;
	/** Draws `view` now or when it is next due; `now` skips the wait. */
	update(view: View, now?: boolean): void;
	/** Prints a line that stays, above the block if there is one. */
	say(line: string): void;
	/** Ends the display. The block stays in place, or is wiped. */
	end(wipe?: boolean): void;
}
