/** A file of a made-up repository and the one thing it imports: a file of that repository or a package. */
export interface PlantedImport {
  readonly file: string;
  readonly imports: string;
  readonly typeOnly?: true;
}

const operation = 'functions/cards/freeze-card';

/** For each layer rule one import that only a broken rule would let through. */
export const forbiddenImports: Readonly<Record<string, PlantedImport>> = {
  'domain-is-pure': { file: 'functions/cards/domain/card.ts', imports: 'zod' },
  'domain-only-names-records': {
    file: 'functions/cards/domain/records.ts',
    imports: 'functions/kernel/events/record-item.ts',
  },
  'shared-step-knows-only-ports': {
    file: 'functions/cards/card-issuing.ts',
    imports: 'functions/cards/infrastructure/store.ts',
  },
  'shapes-are-data': { file: 'functions/cards/answers.ts', imports: 'functions/kernel/persistence/table.ts' },
  'ports-name-no-adapter': {
    file: 'functions/cards/ports/card-store.ts',
    imports: 'functions/cards/infrastructure/store.ts',
    typeOnly: true,
  },
  'ports-take-only-types-from-the-kernel': {
    file: 'functions/cards/ports/card-reader.ts',
    imports: 'functions/kernel/persistence/table.ts',
  },
  'use-case-knows-only-ports': {
    file: `${operation}/operation.ts`,
    imports: 'functions/cards/infrastructure/store.ts',
  },
  'declaration-is-data': { file: `${operation}/declaration.ts`, imports: `${operation}/plan.ts` },
  'operations-list-only-declarations': { file: 'functions/cards/operations.ts', imports: `${operation}/plan.ts` },
  'handler-wires-one-operation': {
    file: `${operation}/handler.ts`,
    imports: 'functions/cards/close-card/operation.ts',
  },
  'infrastructure-serves-its-subdomain': {
    file: 'functions/cards/infrastructure/items.ts',
    imports: 'functions/balances/infrastructure/items.ts',
  },
  'subdomains-meet-at-ports': {
    file: 'functions/cards/domain/limits.ts',
    imports: 'functions/balances/domain/balance.ts',
  },
  'kernel-knows-no-subdomain': { file: 'functions/kernel/events/relay.ts', imports: 'functions/cards/ports/issuer.ts' },
  'policies-are-data': { file: 'functions/policies/india.ts', imports: 'functions/kernel/persistence/table.ts' },
  'provider-implements-ports': {
    file: 'functions/providers/issuer/adapter.ts',
    imports: 'functions/kernel/persistence/table.ts',
  },
  'provider-decides-nothing': {
    file: 'functions/providers/issuer/status.ts',
    imports: 'functions/balances/domain/balance.ts',
  },
  'providers-are-wired-by-handlers': { file: `${operation}/issue.ts`, imports: 'functions/providers/issuer/client.ts' },
  'the-twin-is-a-stranger': { file: 'functions/kernel/http/client.ts', imports: 'functions/sandbox/ports/twin.ts' },
  'lib-reads-only-declarations': { file: 'lib/stacks/cards-stack.ts', imports: 'functions/cards/domain/states.ts' },
  'lib-runs-no-chain': { file: 'lib/constructs/chain.ts', imports: 'functions/kernel/operation/http-chain.ts' },
  'lib-is-infrastructure-only': { file: 'lib/stages.ts', imports: 'local/platform.ts' },
  'bin-starts-and-nothing-more': { file: 'bin/nodal.ts', imports: 'functions/kernel/money/money.ts' },
  'functions-run-alone': { file: 'functions/kernel/config/stage.ts', imports: 'lib/settings.ts' },
  'functions-need-no-dev-dependency': { file: 'functions/kernel/crypto/bundle.ts', imports: 'esbuild' },
  'nobody-imports-tests': { file: 'local/faults.ts', imports: 'test/support/builders.ts' },
  'handlers-are-entry-points': { file: 'lib/workflows/issuance.ts', imports: 'functions/cards/close-card/handler.ts' },
  'aws-sdk-has-homes': { file: 'functions/kernel/crypto/jwe.ts', imports: '@aws-sdk/client-kms' },
  'cdk-has-one-home': { file: 'bench/run.ts', imports: 'aws-cdk-lib' },
  'powertools-only-in-the-kernel': {
    file: 'functions/cards/infrastructure/log.ts',
    imports: '@aws-lambda-powertools/logger',
  },
  'no-cycles': { file: 'local/queue.ts', imports: './queue.ts' },
  resolvable: { file: 'local/bus.ts', imports: './nowhere.ts' },
  'declared-dependencies-only': { file: 'local/clock.ts', imports: 'undeclared' },
};

/** What the layers must not stand in the way of. */
export const allowedImports: readonly PlantedImport[] = [
  { file: 'functions/cards/domain/card.ts', imports: 'functions/kernel/money/money.ts' },
  { file: 'functions/cards/domain/expiry.ts', imports: 'temporal-polyfill' },
  { file: 'functions/cards/domain/limits.ts', imports: 'functions/policies/india.ts' },
  {
    file: 'functions/cards/ports/card-store.ts',
    imports: 'functions/kernel/persistence/write-intent.ts',
    typeOnly: true,
  },
  { file: 'functions/cards/domain/records.ts', imports: 'functions/kernel/events/record.ts', typeOnly: true },
  { file: 'functions/cards/answers.ts', imports: 'functions/cards/domain/card.ts' },
  { file: 'functions/cards/schemas.ts', imports: 'functions/kernel/http/schemas.ts' },
  { file: 'functions/cards/card-issuing.ts', imports: 'functions/balances/ports/balance-reader.ts', typeOnly: true },
  { file: `${operation}/present.ts`, imports: 'functions/cards/answers.ts' },
  { file: `${operation}/event-schema.ts`, imports: 'zod' },
  { file: `${operation}/course.ts`, imports: 'functions/cards/card-issuing.ts' },
  { file: 'functions/cards/reveal-card/declaration.ts', imports: 'functions/cards/answers.ts' },
  { file: 'functions/cards/await-cards/declaration.ts', imports: 'functions/kernel/events/envelope.ts' },
  { file: 'functions/cards/list-cards/declaration.ts', imports: 'functions/kernel/http/schemas.ts' },
  { file: `${operation}/operation.ts`, imports: 'functions/balances/ports/balance-reader.ts', typeOnly: true },
  { file: `${operation}/plan.ts`, imports: 'functions/kernel/persistence/unit-of-work.ts' },
  { file: `${operation}/declaration.ts`, imports: 'zod' },
  { file: 'functions/cards/close-card/declaration.ts', imports: 'functions/cards/domain/states.ts' },
  { file: 'functions/cards/operations.ts', imports: `${operation}/declaration.ts` },
  { file: `${operation}/handler.ts`, imports: 'functions/balances/infrastructure/balance-store.ts' },
  { file: 'functions/cards/close-card/handler.ts', imports: 'functions/providers/issuer/client.ts' },
  { file: 'functions/cards/infrastructure/store.ts', imports: '@aws-sdk/client-kms' },
  { file: 'functions/cards/infrastructure/items.ts', imports: 'functions/kernel/persistence/item.ts' },
  { file: 'functions/kernel/crypto/aws-key-ring.ts', imports: '@aws-sdk/client-kms' },
  { file: 'functions/kernel/observability/logger.ts', imports: '@aws-lambda-powertools/logger' },
  { file: 'functions/providers/issuer/adapter.ts', imports: 'functions/cards/ports/issuer.ts', typeOnly: true },
  { file: 'lib/stacks/cards-stack.ts', imports: 'functions/cards/operations.ts' },
  {
    file: 'lib/constructs/operation-function.ts',
    imports: 'functions/kernel/operation/declaration.ts',
    typeOnly: true,
  },
  { file: 'lib/constructs/names.ts', imports: 'functions/kernel/operation/declaration.ts' },
  { file: 'lib/constructs/chain.ts', imports: 'functions/kernel/operation/context.ts', typeOnly: true },
  { file: 'lib/constructs/api.ts', imports: 'aws-cdk-lib' },
  { file: 'local/functions.ts', imports: `${operation}/handler.ts` },
  { file: 'test/cards.test.ts', imports: 'functions/cards/domain/card.ts' },
];
