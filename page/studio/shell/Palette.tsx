/** All commands in one list: type a part of a name, choose by arrows and Enter. */
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { say } from "../words/words.ts";
import { COMMANDS, type Command } from "./commands.ts";
import { paletteOpen } from "./paletteOpen.ts";

const keysOf = ({ key }: Command) => key && `${key.mod ? "Ctrl " : ""}${key.key.toUpperCase()}`;

export default function Palette() {
	const close = () => paletteOpen.set(false);
	const run = (command: Command) => {
		close();
		command.run();
	};
	return (
		<Dialog.Root open onOpenChange={(open) => open || close()}>
			<Dialog.Portal>
				<Dialog.Backdrop className="backdrop" />
				<Dialog.Popup className="palette" aria-label={say("app.palette")}>
					<Autocomplete.Root
						inline
						open
						items={COMMANDS}
						itemToStringValue={(command: Command) => say(command.name)}
						autoHighlight="always"
					>
						<Autocomplete.Input
							className="palette-input"
							placeholder={say("palette.placeholder")}
							aria-label={say("palette.placeholder")}
						/>
						<Autocomplete.Empty className="quiet palette-none">{say("palette.none")}</Autocomplete.Empty>
						<Autocomplete.List className="palette-list">
							{(command: Command) => (
								<Autocomplete.Item
									key={command.id}
									value={command}
									className="palette-item"
									onClick={() => run(command)}
								>
									<span>{say(command.name)}</span>
									{command.key && <kbd>{keysOf(command)}</kbd>}
								</Autocomplete.Item>
							)}
						</Autocomplete.List>
					</Autocomplete.Root>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
