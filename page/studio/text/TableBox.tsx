/** A table that may be wider than the panel: then it scrolls, also by keys, and says that there is more. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { sayText } from "./textWords.ts";

export function TableBox({ label, children }: { label: string; children: ReactNode }) {
	const box = useRef<HTMLDivElement>(null);
	const [more, setMore] = useState(false);
	useEffect(() => {
		const element = box.current!;
		element.setAttribute("role", "group");
		element.tabIndex = 0;
		element.ariaLabel = label;
	}, [label]);
	useEffect(() => {
		const element = box.current!;
		const look = () => setMore(element.scrollWidth - element.clientWidth - element.scrollLeft > 2);
		const sizes = new ResizeObserver(look);
		sizes.observe(element);
		if (element.firstElementChild) sizes.observe(element.firstElementChild);
		element.addEventListener("scroll", look);
		return () => sizes.disconnect();
	}, []);
	return (
		<>
			<div ref={box} className={more ? "table-box more" : "table-box"}>
				{children}
			</div>
			<p className="more-columns quiet" hidden={!more} aria-hidden="true">
				{sayText("table.more")}
			</p>
		</>
	);
}
