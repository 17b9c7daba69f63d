/** Draws a component again when the theme changes. */
import { useEffect, useState } from "react";

export function useTheme(): void {
	const [, again] = useState(0);
	useEffect(() => {
		const draw = () => again((n) => n + 1);
		const system = matchMedia("(prefers-color-scheme: dark)");
		addEventListener("sluice:theme", draw);
		system.addEventListener("change", draw);
		return () => {
			removeEventListener("sluice:theme", draw);
			system.removeEventListener("change", draw);
		};
	}, []);
}
