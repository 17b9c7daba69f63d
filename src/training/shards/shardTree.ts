/**
 * The order in which the shards of a batch are added: one binary tree over the shard numbers, whatever the number of
 * processes. Of n shards the left branch has the largest power of two below n, and the right one the rest.
 *
 *   8 shards: ((0+1)+(2+3)) + ((4+5)+(6+7))          6 shards: ((0+1)+(2+3)) + (4+5)
 */

/** Shards `from` to `from + count - 1`: a node of the tree. */
export interface Subtree {
	readonly from: number;
	readonly count: number;
}

/** Returns the two branches of a node with more than one shard. */
export function branches({ from, count }: Subtree): [Subtree, Subtree] {
	const left = 2 ** Math.floor(Math.log2(count - 1));
	return [
		{ from, count: left },
		{ from: from + left, count: count - left },
	];
}

/** Adds the value of each shard of a subtree, in the order of the tree. */
export function sumOverTree(tree: Subtree, value: (shard: number) => number): number {
	if (tree.count === 1) return value(tree.from);
	const [left, right] = branches(tree);
	return sumOverTree(left, value) + sumOverTree(right, value);
}

/**
 * Returns the subtree of each rank, in order: whole branches, none of them more than twice as large as needed. The last
 * of the largest branches is divided until there are enough: 8 shards on 3 ranks are 4, 2 and 2.
 * @param ranks at most the number of shards.
 */
export function subtreesOf(shards: number, ranks: number): Subtree[] {
	const parts: Subtree[] = [{ from: 0, count: shards }];
	while (parts.length < ranks) {
		const most = Math.max(...parts.map(({ count }) => count));
		const last = parts.findLastIndex(({ count }) => count === most);
		parts.splice(last, 1, ...branches(parts[last]!));
	}
	return parts;
}
