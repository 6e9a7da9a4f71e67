import type { ChannelWorld } from './world.ts';

/** The same for the same content, in whatever order a read brings its members. */
const canonical = (value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, canonical(member)]));
};

/** What is kept of requests alone: their keys, and the twin's note that a message of the network was asked for. */
const ofRequests: readonly unknown[] = ['idempotency', 'twin_network_order'];

/** Everything else that the platform and the twin keep, and what was published. */
export const kept = async ({ local }: ChannelWorld): Promise<readonly string[]> => {
  await local.idle();
  const items = [...(await local.items()), ...(await local.sandboxItems())];
  const lasting = items.filter(({ item }) => !ofRequests.includes(item));
  return [...lasting, ...local.events()].map((item) => JSON.stringify(canonical(item)));
};

/** What came, went or changed since. */
export const changedSince = async (world: ChannelWorld, before: readonly string[]): Promise<readonly string[]> => {
  const after = await kept(world);
  const [earlier, later] = [new Set(before), new Set(after)];
  return [...after.filter((line) => !earlier.has(line)), ...before.filter((line) => !later.has(line))];
};
