import type { Declaration } from '../../functions/kernel/operation/declaration.ts';
import type { IdPrefix } from '../../functions/kernel/ids/ids.ts';
import type { Member } from './event-members.ts';
import { membersOfEvent } from './event-members.ts';
import type { WrittenRecord } from './event-source.ts';
import { code, codes, page, table } from './markdown.ts';
import type { Source } from './source.ts';

const sortable = '01k9zq8m4v7x2c5n8b1d3f6h9j';
const tag = '4k7qz';

const prefixes: Readonly<Record<string, IdPrefix>> = {
  api_key: 'key',
  balance: 'bal',
  card: 'crd',
  customer: 'cus',
  issuance: 'iss',
  key: 'key',
  kyc: 'kyc',
  program: 'prg',
  webhook_endpoint: 'whe',
  endpoint: 'whe',
  delivery: 'whd',
};

const idOf = (noun: string): string =>
  noun === 'tenant' ? `ten_${sortable}` : `${prefixes[noun] ?? noun}_${sortable}${tag}`;

/** Where the event's verb is none of a member's values, these make the more telling example. */
const typical = ['active', 'awaiting_kyc', 'live', 'minimum', 'otp_pending', 'unverified'];

const chosen = (values: readonly string[], verb: string): string | undefined =>
  values.find((value) => value === verb) ?? values.find((value) => typical.includes(value)) ?? values[0];

const examples: Readonly<Record<string, unknown>> = { number: 1, boolean: true, array: [], object: {}, any: {} };

const exampleOf = ({ name, type }: Member, verb: string): unknown => {
  if (type === 'string') return name.endsWith('Id') ? idOf(name.slice(0, -2)) : 'text';
  return examples[type] ?? chosen(type.split(', '), verb);
};

const envelope = (type: string, members: readonly Member[]): unknown => {
  const [resource = '', verb = ''] = type.split('.');
  return {
    id: `evt_${sortable}${tag}`,
    type,
    createdAt: '2026-11-21T09:30:00.000Z',
    tenantId: idOf('tenant'),
    sequence: 1,
    resource: { type: resource, id: idOf(resource) },
    data: Object.fromEntries(
      members.filter(({ always }) => always).map((member) => [member.name, exampleOf(member, verb)]),
    ),
  };
};

const section = (type: string, members: readonly Member[], emitters: readonly string[]): string => {
  const rows = members.map((member) => [code(member.name), member.type, member.always ? 'yes' : 'no']);
  return [
    `## ${type}`,
    `By ${codes(emitters)}.`,
    rows.length === 0
      ? 'Its data has no members that the source fixes.'
      : table(['Member of data', 'Type or values', 'Always there'], rows),
    `\`\`\`json\n${JSON.stringify(envelope(type, members), null, 2)}\n\`\`\``,
  ].join('\n\n');
};

const listeners = (operations: readonly Declaration[], type: string): readonly string[] =>
  operations.flatMap((declaration) =>
    declaration.kind === 'queue' && declaration.eventTypes?.some((wanted) => wanted === '*' || wanted === type) === true
      ? [declaration.operationId]
      : [],
  );

const emittersOf = (operations: readonly Declaration[], type: string): readonly string[] =>
  operations
    .filter(({ emits }) => emits.includes(type))
    .map(({ operationId }) => operationId)
    .sort();

/** docs/reference/events.md */
export const eventsPage = (
  operations: readonly Declaration[],
  records: readonly WrittenRecord[],
  { checker }: Source,
): string => {
  const types = [...new Set(operations.flatMap(({ emits }) => emits))].sort();
  return page(
    'Events',
    'Every change of a resource leaves one record, and every record is one event: on the bus (source `nodal.<resource type>`, detail type the event type), and in the event log (`listEvents`, `getEvent`). `sequence` counts the changes of one resource without gaps; `previous` holds what changed members had before, where the change tells it. Delivery is at least once; within one resource the order is that of `sequence`.',
    table(
      ['Event', 'Emitted by', 'Listened to by'],
      types.map((type) => [code(type), codes(emittersOf(operations, type)), codes(listeners(operations, type))]),
    ),
    ...types.map((type) => section(type, membersOfEvent(records, type, checker), emittersOf(operations, type))),
  );
};
