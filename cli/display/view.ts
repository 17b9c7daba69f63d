/** What can be shown while it goes on, and the place that it is shown in. */

/** Something that goes on: as a block of lines no wider than `cells`, and as one plain line. */
export interface View {
	block(cells: number): string[];
	line(): string;
}

export interface Show {
	/** Whether views are redrawn in place; elsewhere what they show is told line by line. */
	readonly live: boolean;
	/** Draws `view`, now or when it is next due; `now` draws without waiting. */
	update(view: View, now?: boolean): void;
	/** A line that stays; above the block where there is one. */
	say(line: string): void;
	/** Ends the drawing: the block stays where it is, or is wiped. */
	end(wipe?: boolean): void;
}
