import type { Declaration } from '../functions/kernel/operation/declaration.ts';
import { urlSettings } from './published.ts';
import type { Subdomain } from './subdomains.ts';

/** Deployed first, in this order: each publishes an address that later ones read. */
const early = ['ingress', 'authorizations', 'sandbox'];

const addressesOf = ({ operations }: Subdomain): readonly string[] =>
  operations.flatMap((declaration) => {
    const setting = declaration.kind === 'url' ? urlSettings[declaration.url] : undefined;
    return setting === undefined ? [] : [setting.name];
  });

const reads =
  (addresses: ReadonlySet<string>) =>
  ({ settings = [] }: Declaration): boolean =>
    settings.some((name) => addresses.has(name));

/**
 * In which order stacks are deployed, so that each finds the addresses it reads. The issuer is told where events go, and
 * what handles those events asks the issuer: operations that read an address which a later stack publishes go to a stack
 * of their own, behind it.
 */
export const deploymentOrder = (
  deployed: readonly Subdomain[],
): { readonly first: readonly Subdomain[]; readonly others: readonly Subdomain[] } => {
  const publishing = early.flatMap((name) => deployed.filter((subdomain) => subdomain.name === name));
  const parted = publishing.map(({ name, operations }, position) => {
    const waits = reads(new Set(publishing.slice(position + 1).flatMap(addressesOf)));
    return {
      now: { name, operations: operations.filter((declaration) => !waits(declaration)) },
      later: { name: `${name}-work`, operations: operations.filter(waits) },
    };
  });
  const hasOperations = ({ operations }: Subdomain): boolean => operations.length > 0;
  return {
    first: parted.map(({ now }) => now).filter(hasOperations),
    others: [
      ...parted.map(({ later }) => later).filter(hasOperations),
      ...deployed.filter(({ name }) => !early.includes(name)),
    ],
  };
};
