import { DomainError } from '../kernel/errors/domain-error.ts';
import type { Caller } from '../kernel/operation/context.ts';

/** Who asked for something is not who approves it (api.md 4.4). */
export class MakerIsChecker extends DomainError {
  override name = 'MakerIsChecker';
  constructor() {
    super('forbidden', 'maker_is_checker', { detail: 'Somebody else than who asked for it has to decide.' });
  }
}

/** The one who acts, as far as two approvers have to differ: the person, whatever the role; a tenant's key. */
export const identityOf = (caller: Caller): string => {
  switch (caller.kind) {
    case 'tenant':
      return `tenant:${caller.keyId}`;
    case 'customer':
      return `customer:${caller.customerId}`;
    case 'staff':
      return `staff:${caller.subject}`;
    case 'system':
      return `system:${caller.operation}`;
  }
};

/** @throws maker_is_checker (403) */
export const requireOther = (maker: string, checker: Caller): void => {
  if (maker === identityOf(checker)) throw new MakerIsChecker();
};
