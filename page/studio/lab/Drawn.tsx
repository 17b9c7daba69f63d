/** A box that a figure of the lab draws itself into, again whenever its store changes. */
import { useEffect, useRef } from "react";
import type { Figure } from "../../kit/figure.ts";
import type { Store } from "../../kit/store.ts";

interface DrawnCall {
	className: string;
	make(box: HTMLElement): Figure & { update(): void };
	/** What the figure reads. */
	of: Pick<Store<unknown>, "subscribe">;
}

export function Drawn({ className, make, of }: DrawnCall) {
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const figure = make(box.current!);
		const update = () => figure.update();
		const end = of.subscribe(update);
		addEventListener("sluice:theme", update);
		return () => {
			end();
			removeEventListener("sluice:theme", update);
			figure.close();
		};
	}, []);
	return <div className={className} ref={box} />;
}
