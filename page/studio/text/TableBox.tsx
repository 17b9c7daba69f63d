/** A table that may be wider than the panel: then it scrolls, also by keys. */
import { type ReactNode, useEffect, useRef } from "react";

export function TableBox({ label, children }: { label: string; children: ReactNode }) {
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const element = box.current!;
		element.setAttribute("role", "group");
		element.tabIndex = 0;
		element.ariaLabel = label;
	}, [label]);
	return (
		<div ref={box} className="table-box">
			{children}
		</div>
	);
}
