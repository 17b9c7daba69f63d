/** All commands in one list: type a part of a name, choose by arrows and Enter. */
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useState } from "react";
import { say } from "../words/words.ts";
import { type Command, commandsNow } from "./commands.ts";
import { paletteOpen } from "./paletteOpen.ts";
import { viewActs } from "./viewActs.ts";

interface Entry {
	id: string;
	words: string;
	key?: Command["key"];
	run(): void;
}

const keysOf = ({ key }: Entry) => key && `${key.mod ? "Ctrl " : ""}${key.key.toUpperCase()}`;

/** What works everywhere comes first, so that a name leads to the same act in every view; then the view's buttons. */
function entries(): Entry[] {
	const always = commandsNow()
		.filter(({ id }) => id !== "palette")
		.map((command) => ({
			...command,
			words: say(command.name),
		}));
	const known = new Set(always.map(({ words }) => words));
	return [...always, ...viewActs().filter(({ words }) => !known.has(words))];
}

export default function Palette() {
	const [items] = useState(entries);
	const close = () => paletteOpen.set(false);
	const run = (entry: Entry) => {
		close();
		setTimeout(entry.run); // after the focus has gone back
	};
	return (
		<Dialog.Root open onOpenChange={(open) => open || close()}>
			<Dialog.Portal>
				<Dialog.Backdrop className="backdrop" />
				<Dialog.Popup className="palette" aria-label={say("app.palette")}>
					<Autocomplete.Root
						inline
						open
						items={items}
						itemToStringValue={(entry: Entry) => entry.words}
						autoHighlight="always"
					>
						<Autocomplete.Input
							className="palette-input"
							placeholder={say("palette.placeholder")}
							aria-label={say("palette.placeholder")}
						/>
						<Autocomplete.Empty className="quiet palette-none">{say("palette.none")}</Autocomplete.Empty>
						<Autocomplete.List className="palette-list">
							{(entry: Entry) => (
								<Autocomplete.Item key={entry.id} value={entry} className="palette-item" onClick={() => run(entry)}>
									<span>{entry.words}</span>
									{entry.key && <kbd>{keysOf(entry)}</kbd>}
								</Autocomplete.Item>
							)}
						</Autocomplete.List>
					</Autocomplete.Root>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
