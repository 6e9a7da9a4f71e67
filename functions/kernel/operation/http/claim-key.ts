import { fingerprint } from '../../crypto/canonical-json.ts';
import { keyedHash } from '../../crypto/keyed-hash.ts';
import { NotFound } from '../../errors/domain-error.ts';
import { claimKey, requestFingerprint } from '../../idempotency/idempotency.ts';
import { idempotencyKeyOf } from '../../idempotency/idempotency-item.ts';
import { isResourceId, tagLength } from '../../ids/ids.ts';
import type { IdPrefix } from '../../ids/ids.ts';
import type { Table } from '../../persistence/table.ts';
import type { BasePlatform, SecretStore } from '../../platform/platform.ts';
import type { Exchange } from './exchange.ts';
import { established, parametersOf, serialise } from './exchange.ts';

const notFoundCodes: Partial<Record<IdPrefix, string>> = {
  aut: 'authorization_not_found',
  dcs: 'decision_not_found',
  bal: 'balance_not_found',
  cor: 'correction_not_found',
  wdr: 'withdrawal_not_found',
  lod: 'load_not_found',
  pbl: 'partner_balance_not_found',
  txn: 'transaction_not_found',
  crd: 'card_not_found',
  cmd: 'mandate_not_found',
  cdb: 'debit_not_found',
  mdt: 'mandate_not_found',
  dbt: 'debit_not_found',
  pmt: 'payment_not_found',
  inv: 'invoice_not_found',
  din: 'delivery_incident_not_found',
  cus: 'customer_not_found',
  evt: 'event_not_found',
  prg: 'program_not_found',
  ins: 'device_not_found',
  iss: 'issuance_not_found',
  key: 'api_key_not_found',
  kyc: 'kyc_not_found',
  ten: 'tenant_not_found',
  whe: 'webhook_endpoint_not_found',
};

/** The code by which a missing resource of this kind is answered. */
export const notFoundCode = (prefix: IdPrefix): string => notFoundCodes[prefix] ?? 'not_found';

type ClaimPlatform = BasePlatform & { readonly table: Table; readonly secrets?: SecretStore };

/** What is kept of a body to recognise it: nothing that it could be guessed back from, where it holds card data. */
const bodyFingerprint = async (platform: ClaimPlatform, { declaration, body }: Exchange): Promise<string> => {
  const plain = fingerprint(body ?? null);
  if (declaration.secretBody !== true) return plain;
  if (platform.secrets === undefined) throw new Error(`${declaration.operationId} needs secrets for its secret body`);
  const [pepper] = await platform.secrets.values('person-pepper');
  return keyedHash(pepper, plain, 'idempotency');
};

/** What is called outside is decided by the body alone, so a repeat, which has the same body, claims in the same way. */
const isReserved = ({ declaration, parsedBody }: Exchange): boolean =>
  declaration.idempotency === 'reserved' && (declaration.reserves?.(parsedBody) ?? true);

/** Recognises a repeat, or claims the key for this request. Where no tenant was found, 404 comes first. */
export const claimIdempotency =
  (platform: ClaimPlatform) =>
  async (exchange: Exchange): Promise<void> => {
    const { declaration, event, idempotencyKey } = exchange;
    if (declaration.scope === 'tenant' && exchange.tenant === undefined && exchange.caller !== undefined) {
      throw new NotFound(addressedCode(exchange));
    }
    if (idempotencyKey === undefined || declaration.idempotency === 'none') return;
    const caller = established(exchange.caller, 'caller');
    const claim = await claimKey(platform, {
      key: idempotencyKeyOf({ tenant: exchange.tenant, caller }, idempotencyKey),
      fingerprint: requestFingerprint({
        method: event.httpMethod,
        path: event.path,
        bodyFingerprint: await bodyFingerprint(platform, exchange),
      }),
      mode: isReserved(exchange) ? 'reserved' : 'transactional',
      retention: declaration.keyRetention ?? 'day',
      successStatus: declaration.status,
      serialise: (answer) => serialise(declaration, answer),
      notStored: declaration.notStored ?? [],
      tenant: exchange.tenant,
    });
    if (claim.kind === 'repeat') {
      exchange.replay = claim.stored;
      return;
    }
    exchange.idempotency = claim.slot;
    exchange.release = claim.release;
    exchange.lookAgain = claim.lookAgain;
  };

const addressedCode = ({ declaration }: Exchange): string => {
  const [first] = Object.values(declaration.params);
  return first === undefined || first === 'text' ? 'not_found' : notFoundCode(first);
};

/** A path id of the wrong shape or of another tenant answers exactly like an unknown one. */
export const checkPathIds = (exchange: Exchange): void => {
  const parameters = parametersOf(exchange);
  for (const [name, kind] of Object.entries(exchange.declaration.params)) {
    const value = parameters[name] ?? '';
    if (kind === 'text') continue;
    const known = kind === 'ten' ? value === exchange.tenant?.tenantId : ofTenant(kind, value, exchange);
    if (!known) throw new NotFound(notFoundCode(kind));
  }
};

const ofTenant = (prefix: IdPrefix, id: string, { tenant }: Exchange): boolean =>
  tenant !== undefined && isResourceId(prefix, id) && id.slice(-tagLength) === tenant.tag;
