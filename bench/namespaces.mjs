/**
 * Two network namespaces as two machines, joined by links of a given rate, delay and loss: by netem on a veth pair, or
 * by link.c where the kernel has no netem. Linux, root, `ip`, `tc`; `cc` for link.c. Made for mpi.mjs.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** The two machines. */
const SPACES = ["sluice-a", "sluice-b"];
const SOURCE = join(import.meta.dirname, "link.c");

/** @throws the command with what it printed */
function sh(line) {
	const { status, stderr } = spawnSync("sh", ["-ec", line], { encoding: "utf8" });
	if (status !== 0) throw new Error(`${line}: ${stderr.trim()}`);
}

export class TwoMachines {
	/** Processes of link.c. */
	#carriers = [];
	#folder;

	/** @param {string} folder of files that are needed meanwhile */
	constructor(folder) {
		this.#folder = folder;
		this.#remove(); // of a run that was killed
		sh(SPACES.map((space) => `ip netns add ${space}; ip -n ${space} link set lo up`).join("; "));
	}

	/**
	 * Joins the two by link `n`, which has a network of its own.
	 * @param {{megabits: number, milliseconds: number, percent: number}} link megabits per second in each direction, delay
	 * there and back, and packets lost
	 * @returns {Promise<string>} name of the link
	 */
	async join(n, { megabits, milliseconds, percent }) {
		const [a, b] = SPACES;
		const [devA, devB] = [`sl${n}a`, `sl${n}b`];
		const loss = percent > 0 ? ` loss ${percent}%` : "";
		const netem = `netem rate ${megabits}mbit delay ${milliseconds / 2}ms${loss}`;
		const name = `${megabits} Mbit/s, ${milliseconds} ms${percent > 0 ? `, ${percent} % lost` : ""}`;
		let by = "netem";
		try {
			sh(`ip link add ${devA} netns ${a} type veth peer name ${devB} netns ${b}`);
			sh(`tc -n ${a} qdisc add dev ${devA} root ${netem}; tc -n ${b} qdisc add dev ${devB} root ${netem}`);
		} catch {
			spawnSync("ip", ["-n", a, "link", "del", devA]);
			await this.#carry([a, devA, b, devB], { megabits, milliseconds, percent });
			by = "link.c";
		}
		// Ethernet's usual frames up to 100 Mbit/s, jumbo frames above
		const frame = megabits > 100 ? 9000 : 1500;
		for (const [m, [space, dev]] of [
			[a, devA],
			[b, devB],
		].entries())
			sh(`ip -n ${space} addr add ${addressOf(n, m)}/24 dev ${dev}; ip -n ${space} link set ${dev} mtu ${frame} up`);
		return `${name} by ${by}`;
	}

	async #carry(ends, { megabits, milliseconds, percent }) {
		const binary = join(this.#folder, "link");
		sh(`cc -O2 -Wall -Wextra -o ${binary} ${SOURCE}`);
		const figures = [megabits * 1e6, milliseconds / 2e3, percent / 100].map(String);
		const carrier = spawn(binary, [...ends, ...figures], { stdio: ["pipe", "pipe", "inherit"] });
		this.#carriers.push(carrier);
		const first = await Promise.race([once(carrier.stdout, "data"), once(carrier, "exit")]);
		if (!String(first[0]).startsWith("ready")) throw new Error("link.c could not make its devices");
	}

	/**
	 * What a command of `mpirun` begins with to have a rank on each machine over link `n`. As on two machines, mpirun runs in
	 * one namespace and starts its daemon in the other by an agent, where it would use ssh.
	 */
	mpirun(n) {
		const [a, b] = SPACES;
		const agent = join(this.#folder, "agent.sh");
		writeFileSync(agent, `#!/bin/sh\nshift\nexec ip netns exec ${b} unshare --uts sh -c "hostname ${b}; $*"\n`, {
			mode: 0o755,
		});
		const network = `${addressOf(n, -1)}/24`;
		const reach = ["--prtemca", "plm_ssh_agent", agent, "--prtemca", "prte_if_include", network];
		const tcp = ["--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", network];
		const hosts = [0, 1].map((m) => `${addressOf(n, m)}:1`).join(",");
		const inside = ["ip", "netns", "exec", a, "unshare", "--uts", "sh", "-c", `hostname ${a}; exec "$@"`, "sh"];
		return [...inside, "mpirun", "--oversubscribe", "--bind-to", "none", ...reach, "--host", hosts, ...tcp, "-n", "2"];
	}

	/** @returns {Promise<string[]>} what each process of link.c has carried, as JSON */
	async end() {
		const said = this.#carriers.map(async (carrier) => {
			const chunks = [];
			carrier.stdout.on("data", (bytes) => chunks.push(bytes));
			carrier.stdin.end();
			await once(carrier, "close");
			return Buffer.concat(chunks).toString().trim();
		});
		const figures = await Promise.all(said);
		this.#remove();
		return figures;
	}

	#remove() {
		for (const space of SPACES) spawnSync("ip", ["netns", "del", space]);
	}
}

const addressOf = (n, machine) => `10.99.${n}.${machine + 1}`;
