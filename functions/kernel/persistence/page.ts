import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { DomainError } from '../errors/domain-error.ts';
import type { SecretStore } from '../platform/platform.ts';
import type { TenantContext } from '../tenancy/tenant-context.ts';
import type { Item, QueryPage } from './table.ts';

/** Rows of a list and the way to the next ones. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

/** What a caller asks of a list. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A place in one list of one tenant; a cursor of another list or tenant does not fit. */
export interface ListIdentity {
  /** undefined for lists of the platform's operators. */
  readonly tenant: TenantContext | undefined;
  /** Operation and path ids, such as `listCards:cus_…`. */
  readonly list: string;
}

/** Reads one page of a list; `start` is the last key of the page before. */
export type ReadPage = (page: { limit: number; start?: Item }) => Promise<QueryPage>;

/** Turns last keys into opaque, tamper-evident cursors and back. */
export interface Pager {
  /** @throws cursor_invalid (400) */
  read(
    identity: ListIdentity,
    request: PageRequest,
    query: ReadPage,
  ): Promise<{ items: readonly Item[]; nextCursor: string | null }>;
}

/** 400: a cursor that the list did not give out. */
export const cursorInvalid = (): DomainError =>
  new DomainError('invalid', 'cursor_invalid', { detail: 'The cursor is not one that this list gave out.' });

const keySchema = z.record(z.string(), z.string());

const seal = (secret: string, identity: ListIdentity, body: string): string =>
  createHmac('sha256', secret)
    .update(`${identity.tenant?.tenantId ?? 'platform'}\n${identity.list}\n${body}`)
    .digest('base64url');

/** @param secrets holds `cursor-signing` */
export const pager = (secrets: SecretStore): Pager => {
  const open = async (identity: ListIdentity, cursor: string): Promise<Item> => {
    const [body = '', mac = '', ...rest] = cursor.split('.');
    // Compared as text: a lenient decoder would let one signature be written in several ways.
    const given = Buffer.from(mac);
    const known = (await secrets.values('cursor-signing')).some((secret) => {
      const expected = Buffer.from(seal(secret, identity, body));
      return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
    });
    if (!known || rest.length > 0) throw cursorInvalid();
    return keySchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  };
  const close = async (identity: ListIdentity, last: Item): Promise<string> => {
    const [secret] = await secrets.values('cursor-signing');
    const body = Buffer.from(JSON.stringify(keySchema.parse(last))).toString('base64url');
    return `${body}.${seal(secret, identity, body)}`;
  };
  return {
    read: async (identity, { limit, cursor }, query) => {
      const start = cursor === undefined ? undefined : await open(identity, cursor);
      const page = await query(start === undefined ? { limit } : { limit, start });
      return { items: page.items, nextCursor: page.last === undefined ? null : await close(identity, page.last) };
    },
  };
};
