/** A button that asks for a file, in the words of the page; the browser's own field has words of the browser. */
import { useRef, useState } from "react";

interface FileButtonCall {
	words: string;
	accept?: string;
	take(file: File): void;
}

export function FileButton({ words, accept, take }: FileButtonCall) {
	const field = useRef<HTMLInputElement>(null);
	const [name, setName] = useState("");
	return (
		<span className="file-button">
			<button type="button" onClick={() => field.current!.click()}>
				{words}
			</button>
			<input
				ref={field}
				type="file"
				hidden
				accept={accept}
				onChange={({ target }) => {
					const file = target.files?.[0];
					if (!file) return;
					setName(file.name);
					take(file);
					target.value = ""; // the same file can be chosen again
				}}
			/>{" "}
			{name !== "" && <span className="quiet">{name}</span>}
		</span>
	);
}
