import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Declaration } from '../../functions/kernel/operation/declaration.ts';
import { published } from '../published.ts';
import type { Site } from '../site.ts';

type Capability = Declaration['uses'][number];
type Variables = Readonly<Record<string, string>>;
type Realm = 'platform' | 'sandbox';

export const realmOf = (declaration: Declaration): Realm => declaration.realm ?? 'platform';

export interface KeyArns {
  readonly current: string;
  /** Key id → KMS ARN. */
  readonly keys: Readonly<Record<string, string>>;
}

/** The ring of RSA keys that a realm's functions decrypt with. */
export const messageKeysOf = (site: Site, scope: Construct, realm: Realm): KeyArns => {
  const ring = realm === 'sandbox' ? site.stage.sandboxMessageKeys : site.stage.messageKeys;
  return {
    current: ring.current,
    keys: Object.fromEntries(ring.accepted.map((kid) => [kid, site.published.read(scope, published.messageKey(kid))])),
  };
};

/** The certificate authority's keys. */
export const authorityKeysOf = (site: Site, scope: Construct): KeyArns => {
  const { current, accepted } = site.stage.authorityKeys;
  const keys = accepted.map((kid) => [kid, site.published.read(scope, published.authorityKey(kid))] as const);
  return { current, keys: Object.fromEntries(keys) };
};

type VariablesOf = (site: Site, declaration: Declaration, scope: Construct) => Variables;

const json = (scope: Construct, value: unknown): string => Stack.of(scope).toJsonString(value);

const byName = (names: readonly string[], valueOf: (name: string) => string): Variables =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)]));

/** What each capability needs to know; kernel/config parses exactly these. */
const variables: Readonly<Record<Capability, VariablesOf>> = {
  table: ({ names }, declaration) => ({ NODAL_TABLE: names.table(realmOf(declaration)) }),
  messageKeys: (site, declaration, scope) => ({
    NODAL_MESSAGE_KEYS: json(scope, messageKeysOf(site, scope, realmOf(declaration))),
  }),
  certificateAuthority: (site, _declaration, scope) => ({
    NODAL_AUTHORITY_KEYS: json(scope, authorityKeysOf(site, scope)),
  }),
  truststore: ({ names }) => ({ NODAL_TRUSTSTORE_BUCKET: names.truststoreBucket }),
  secrets: ({ names }) => ({ NODAL_SECRET_PREFIX: names.secretPrefix }),
  queues: ({ names }, { sendsTo = [] }, scope) => ({
    NODAL_QUEUES: json(
      scope,
      byName(sendsTo, (queue) => names.queueUrl(queue)),
    ),
  }),
  bus: ({ names }) => ({ NODAL_BUS: names.bus }),
  schedules: ({ names }, { sendsTo = [] }, scope) => ({
    NODAL_SCHEDULE_GROUP: names.scheduleGroup,
    NODAL_SCHEDULE_ROLE_ARN: names.schedulerRoleArn,
    NODAL_SCHEDULE_DLQ_ARN: names.queueArn(names.scheduleDeadLetters),
    NODAL_SCHEDULE_QUEUES: json(
      scope,
      byName(sendsTo, (queue) => names.queueArn(queue)),
    ),
  }),
  workflows: ({ names }, { workflows = [] }, scope) => ({
    NODAL_WORKFLOWS: json(
      scope,
      byName(workflows, (workflow) => names.workflowArn(workflow)),
    ),
  }),
  operations: ({ names }) => ({ NODAL_FUNCTION_PREFIX: `${names.prefix}-` }),
  usagePlans: ({ names }) => ({ NODAL_USAGE_PLAN: names.usagePlan }),
  mail: ({ stage, names }) => ({
    NODAL_MAIL_SENDER: stage.mailSender,
    ...(stage.mailReceipts ? { NODAL_MAIL_RECEIPTS: names.mailReceipts } : {}),
  }),
  sms: ({ stage }) => ({ NODAL_SMS: JSON.stringify(stage.sms) }),
  fetch: () => ({}),
};

/** The environment of an operation's function: its own variables and no other's. */
export const environmentOf = (site: Site, declaration: Declaration, scope: Construct): Variables => ({
  NODE_OPTIONS: '--enable-source-maps',
  NODAL_STAGE: site.stage.name,
  ...Object.fromEntries(
    declaration.uses.flatMap((capability) => Object.entries(variables[capability](site, declaration, scope))),
  ),
  ...byName(
    declaration.settings ?? [],
    (name) => site.stage.settings[name] ?? site.published.read(scope, published.setting(name)),
  ),
});
