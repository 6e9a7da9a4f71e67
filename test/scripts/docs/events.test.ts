import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSubdomains } from '../../../scripts/docs/catalog.ts';
import { membersOfEvent } from '../../../scripts/docs/event-members.ts';
import { findRecords } from '../../../scripts/docs/event-source.ts';
import { openSource } from '../../../scripts/docs/source.ts';

/** The compiler reads all of functions/. */
const patient = 60_000;

describe('Events of the source and of the declarations', () => {
  let recorded: readonly string[] = [];
  let declared: readonly string[] = [];

  beforeAll(async () => {
    recorded = findRecords(openSource()).flatMap(({ types }) => types);
    const subdomains = await loadSubdomains();
    declared = subdomains.flatMap(({ operations }) => operations.flatMap(({ emits }) => emits));
  }, patient);

  it('finds records at all', () => {
    expect(recorded).toEqual(expect.arrayContaining(['customer.created', 'issuance.requested', 'api_key.revoked']));
  });

  it('records no event that no operation declares', () => {
    expect(recorded.filter((type) => !declared.includes(type))).toEqual([]);
  });

  it('declares no event that nothing records', () => {
    expect(declared.filter((type) => !recorded.includes(type))).toEqual([]);
  });
});

const facts = `
type Status = 'open' | 'closed';
interface Thing { readonly id: string; readonly status: Status; readonly note?: string; readonly count: number }
const facts = (thing: Thing): Readonly<Record<string, unknown>> => ({
  thingId: thing.id,
  status: thing.status,
  ...(thing.note === undefined ? {} : { note: thing.note }),
});
export const made = (thing: Thing) => ({ sequence: 1, type: 'thing.made', data: facts(thing) });
export const counted = (thing: Thing) => ({ ...made(thing), type: 'thing.counted', previous: {} });
export const ended = (thing: Thing) => ({ sequence: 2, type: 'thing.ended', data: { ...facts(thing), count: thing.count } });
const byStatus: Readonly<Record<Status, string>> = { open: 'thing.opened', closed: 'thing.closed' };
export const moved = (thing: Thing) => ({ sequence: 3, type: byStatus[thing.status], data: facts(thing) });
export const unrelated = { type: 'thing.ignored' };
`;

describe('What the source says about an event', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nodal-events-'));
  const file = path.join(folder, 'functions/things/thing-events.ts');
  let source: ReturnType<typeof openSource>;

  beforeAll(() => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, facts);
    source = openSource([file]);
  }, patient);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const members = (type: string) => membersOfEvent(findRecords(source), type, source.checker);

  it('reads members through the function that makes them, and which may be missing', () => {
    expect(members('thing.made')).toEqual([
      { name: 'thingId', type: 'string', always: true },
      { name: 'status', type: 'closed, open', always: true },
      { name: 'note', type: 'string', always: false },
    ]);
  });

  it('reads the data of a record that is spread into another', () => {
    expect(members('thing.counted').map(({ name }) => name)).toEqual(['thingId', 'status', 'note']);
  });

  it('reads what a record adds to shared facts', () => {
    expect(members('thing.ended')).toContainEqual({ name: 'count', type: 'number', always: true });
  });

  it('takes every name of the file for a type that only a table decides', () => {
    expect(members('thing.opened').map(({ name }) => name)).toEqual(['thingId', 'status', 'note']);
  });

  it('takes an object without data, previous or sequence for no record', () => {
    expect(findRecords(source).map(({ types }) => types)).not.toContainEqual(['thing.ignored']);
  });
});
