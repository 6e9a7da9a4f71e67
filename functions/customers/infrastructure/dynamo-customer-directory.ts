import { ConcurrentChange, DomainError, InvalidState, NotFound } from '../../kernel/errors/domain-error.ts';
import type { Expression, Item, Table } from '../../kernel/persistence/table.ts';
import type { WriteIntent } from '../../kernel/persistence/write-intent.ts';
import type { CustomerAdmission, CustomerDirectory } from '../ports/customer-directory.ts';
import { customerItem } from './customer-items.ts';
import { customerKey } from './dynamo-customer-store.ts';

const refusal = (old: Item | undefined): Error => {
  if (old === undefined) return new NotFound('customer_not_found');
  const { customerId, status, kycLevel } = customerItem.decode(old);
  if (status === 'limited' || status === 'active') return new ConcurrentChange(customerId);
  return kycLevel === 'none'
    ? new DomainError('forbidden', 'kyc_required', { detail: 'The customer must pass KYC first.' })
    : new InvalidState(`The customer is ${status}.`);
};

const rulesAre = (seen: Parameters<CustomerAdmission['admit']>[2]): Expression => {
  if (seen === undefined) return { text: '' };
  const { rulesVersion } = seen;
  if (rulesVersion === undefined) return { text: ' AND attribute_not_exists(#rules)', names: { '#rules': 'rules' } };
  return {
    text: ' AND #rules.#version = :version',
    names: { '#rules': 'rules', '#version': 'version' },
    values: { ':version': BigInt(rulesVersion) },
  };
};

const admission: CustomerAdmission['admit'] = (tenant, customerId, seen): WriteIntent => ({
  label: 'customer',
  write: {
    kind: 'update',
    key: customerKey(tenant, customerId),
    update: { text: 'SET openings = openings + :one', values: { ':one': 1 } },
    condition: {
      text: `#status IN (:limited, :active)${rulesAre(seen).text}`,
      names: { '#status': 'status', ...rulesAre(seen).names },
      values: { ':limited': 'limited', ':active': 'active', ...rulesAre(seen).values },
    },
  },
  refused: refusal,
});

const payerRefusal = (old: Item | undefined): Error => {
  if (old === undefined) return new NotFound('customer_not_found');
  return new InvalidState(`The customer is ${customerItem.decode(old).status}.`);
};

const payerAdmission: CustomerAdmission['admitPayer'] = (tenant, customerId): WriteIntent => ({
  label: 'customer',
  write: {
    kind: 'update',
    key: customerKey(tenant, customerId),
    update: { text: 'SET openings = openings + :one', values: { ':one': 1 } },
    condition: {
      text: 'attribute_exists(pk) AND NOT #status IN (:suspended, :closed)',
      names: { '#status': 'status' },
      values: { ':suspended': 'suspended', ':closed': 'closed' },
    },
  },
  refused: payerRefusal,
});

/** What other subdomains see of customers, and their guard over what they open for one. */
export const dynamoCustomerDirectory = (table: Table): CustomerDirectory & CustomerAdmission => ({
  find: async (tenant, customerId) => {
    const item = await table.get(customerKey(tenant, customerId));
    if (item === undefined) return undefined;
    const { status, kycLevel, displayName, firstName, lastName, phone, rules } = customerItem.decode(item);
    return { customerId, status, kycLevel, displayName, firstName, lastName, phone, rules };
  },
  admit: admission,
  admitPayer: payerAdmission,
});
