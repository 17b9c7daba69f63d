/** A box that a picture lives in; its role and values are the picture's. */
import { useEffect, useRef } from "react";

interface MountedCall {
	mount(box: HTMLElement): () => void;
	className: string;
	label: string;
}

export function Mounted({ mount, className, label }: MountedCall) {
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		box.current!.ariaLabel = label;
	}, [label]);
	useEffect(() => mount(box.current!), [mount]);
	return <div ref={box} className={className} />;
}
