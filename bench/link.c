/* A slow and lossy link between two network namespaces, for kernels without netem: `link A IF_A B IF_B BITS_PER_SECOND
 * DELAY LOSS` makes the tun devices IF_A and IF_B in the namespaces A and B of /run/netns and carries the packets of each
 * to the other. As with netem, each direction has its rate, DELAY (seconds one way), LOSS (a fraction of the packets)
 * and room for 1000 packets. It prints "ready" when the devices are there, ends with its standard input, and then prints
 * {"carried", "lost", "full"}: packets of both directions; "full" found no room. Linux, root. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define ROOM 1000
#define LONGEST 9216 /* bytes: a jumbo frame */

struct packet {
	double due; /* seconds of the clock */
	int bytes;
	char data[LONGEST];
};

struct direction {
	int from, to;
	double freeAt; /* when the last packet has left */
	int first, count;
	struct packet queue[ROOM];
};

static struct direction directions[2];
static long carried, lost, full;
static uint64_t state = 88172645463325252u;

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* xorshift64 (Marsaglia 2003), in [0, 1) */
static double uniform(void) {
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) * 0x1p-53;
}

static int die(const char *what) {
	perror(what);
	exit(1);
}

static int openDevice(const char *space, const char *name) {
	char path[256];
	snprintf(path, sizeof path, "/run/netns/%s", space);
	int in = open(path, O_RDONLY);
	if (in < 0 || setns(in, CLONE_NEWNET) < 0) die(path);
	close(in);
	int device = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
	struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	if (device < 0 || ioctl(device, TUNSETIFF, &request) < 0) die("/dev/net/tun");
	return device;
}

static void take(struct direction *d, double bitsPerSecond, double delay, double loss) {
	static char data[LONGEST];
	int bytes;
	while ((bytes = read(d->from, data, sizeof data)) > 0) {
		if (uniform() < loss) {
			lost++;
		} else if (d->count == ROOM) {
			full++;
		} else {
			double start = now();
			if (start < d->freeAt) start = d->freeAt;
			d->freeAt = start + 8.0 * bytes / bitsPerSecond;
			struct packet *p = &d->queue[(d->first + d->count++) % ROOM];
			p->due = d->freeAt + delay;
			p->bytes = bytes;
			memcpy(p->data, data, bytes);
		}
	}
}

/* Hands over what is due; returns the seconds until the next packet is, 1 if there is none. */
static double hand(struct direction *d) {
	for (; d->count; d->count--, d->first = (d->first + 1) % ROOM) {
		struct packet *p = &d->queue[d->first];
		double left = p->due - now();
		if (left > 0) return left;
		if (write(d->to, p->data, p->bytes) == p->bytes) carried++;
	}
	return 1;
}

int main(int count, char **words) {
	if (count != 8) return 2;
	prctl(PR_SET_TIMERSLACK, 1);
	int a = openDevice(words[1], words[2]), b = openDevice(words[3], words[4]);
	double bitsPerSecond = atof(words[5]), delay = atof(words[6]), loss = atof(words[7]);
	directions[0].from = directions[1].to = a;
	directions[0].to = directions[1].from = b;
	puts("ready");
	fflush(stdout);
	struct pollfd wait[3] = {{a, POLLIN, 0}, {b, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
	for (double left = 1; !wait[2].revents;) {
		struct timespec most = {(time_t)left, (long)(1e9 * (left - (time_t)left))};
		ppoll(wait, 3, &most, NULL);
		left = 1;
		for (int n = 0; n < 2; n++) {
			take(&directions[n], bitsPerSecond, delay, loss);
			double next = hand(&directions[n]);
			if (next < left) left = next;
		}
	}
	printf("{\"carried\": %ld, \"lost\": %ld, \"full\": %ld}\n", carried, lost, full);
	return 0;
}
