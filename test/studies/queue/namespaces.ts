/** Network namespaces on one bridge: machines of their own as far as the network is concerned. Needs root and `ip`. */
import { spawnSync } from "node:child_process";
import { networkInterfaces } from "node:os";

/** A network for tests (RFC 2544), which nobody routes. */
const NET = "198.18.77";
const isTaken = () =>
	Object.values(networkInterfaces()).some((all) => all!.some(({ address }) => address.startsWith("198.18.")));

const ip = (words: string): boolean => spawnSync("ip", words.split(" "), { stdio: "ignore" }).status === 0;

export class Namespaces {
	/** Address of this machine on the bridge. */
	readonly host = `${NET}.1`;
	readonly #bridge = `sl${process.pid % 100_000}`;
	readonly #count: number;

	private constructor(count: number) {
		this.#count = count;
	}

	/** undefined where they cannot be made, or this machine has that network. */
	static make(count: number): Namespaces | undefined {
		if (isTaken()) return undefined;
		const made = new Namespaces(count);
		if (made.#make()) return made;
		made.end();
		return undefined;
	}

	#make(): boolean {
		const bridge = this.#bridge;
		const begun = ip(`link add ${bridge} type bridge`) && ip(`addr add ${this.host}/24 dev ${bridge}`);
		if (!begun || !ip(`link set ${bridge} up`)) return false;
		return Array.from({ length: this.#count }, (_, n) => this.#join(n)).every(Boolean);
	}

	#join(n: number): boolean {
		const [inside, outside] = [this.#name(n), `${this.#bridge}v${n}`];
		return (
			ip(`netns add ${inside}`) &&
			ip(`link add ${outside} type veth peer name eth0 netns ${inside}`) &&
			ip(`link set ${outside} master ${this.#bridge} up`) &&
			ip(`-n ${inside} addr add ${NET}.${n + 10}/24 dev eth0`) &&
			ip(`-n ${inside} link set eth0 up`) &&
			ip(`-n ${inside} link set lo up`)
		);
	}

	#name(n: number): string {
		return `${this.#bridge}n${n}`;
	}

	/** What a command begins with to run in namespace `n`. */
	command(n: number): string[] {
		return ["ip", "netns", "exec", this.#name(n)];
	}

	/** Unplugs the cable of namespace `n`, or plugs it in. */
	cable(n: number, plugged: boolean): void {
		ip(`link set ${this.#bridge}v${n} ${plugged ? "up" : "down"}`);
	}

	end(): void {
		for (let n = 0; n < this.#count; n++) ip(`netns del ${this.#name(n)}`);
		ip(`link del ${this.#bridge}`);
	}
}
