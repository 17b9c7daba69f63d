/**
 * A bad network between workers and their server, for machines whose kernel has no netem. What a program sees of a bad
 * network through TCP is delay, pauses of a lost packet's length, connections that are reset, and silence.
 */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface Badness {
	/** Milliseconds that everything is late. */
	delayMs: number;
	/** Fraction of pieces that wait for a retransmission. */
	loss: number;
	/** Fraction of pieces that end their connection. */
	resets: number;
	/** Numbers in [0, 1). */
	random(): number;
}

/** The shortest time to a retransmission in Linux. */
const RETRANSMIT_MS = 200;

export class LossyProxy {
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	/** Resolves when the network works. */
	#works: Promise<void> = Promise.resolve();
	resets = 0;
	losses = 0;

	constructor(to: number, badness: Badness) {
		this.#server = createServer((client) => {
			const server = connect(to, "127.0.0.1");
			for (const socket of [client, server]) {
				this.#sockets.add(socket);
				socket.on("error", () => undefined);
				socket.on("close", () => {
					this.#sockets.delete(socket);
					client.destroy();
					server.destroy();
				});
			}
			this.#carry(client, server, badness);
			this.#carry(server, client, badness);
		});
	}

	/** @returns the port */
	listen(host: string): Promise<number> {
		return new Promise((resolve) => {
			this.#server.listen(0, host, () => resolve((this.#server.address() as { port: number }).port));
		});
	}

	/** Carries pieces in their order. */
	#carry(from: Socket, to: Socket, { delayMs, loss, resets, random }: Badness): void {
		let before: Promise<void> = Promise.resolve();
		from.on("data", (bytes) => {
			const lost = random() < loss;
			const reset = random() < resets;
			if (lost) this.losses++;
			const late = pause(delayMs + (lost ? RETRANSMIT_MS : 0));
			before = Promise.all([before, late, this.#works]).then(() => {
				if (!reset) to.write(bytes);
				else {
					this.resets++;
					from.resetAndDestroy();
					to.resetAndDestroy();
				}
			});
		});
	}

	/** Nothing passes for so long; what was sent comes afterwards if its connection is still there. */
	async partition(ms: number): Promise<void> {
		const heal = this.cut();
		await pause(ms);
		heal();
	}

	/** Nothing passes until the result is called. */
	cut(): () => void {
		let heal!: () => void;
		this.#works = new Promise((done) => (heal = done));
		return heal;
	}

	end(): void {
		this.#server.close();
		for (const socket of this.#sockets) socket.destroy();
	}
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
