import type { LayerRule } from './layer-rule.ts';

// How the top-level folders may depend on one another and on packages.

const anySubdomain = '(?!kernel/|providers/|policies/)[^/]+';
const aws = '^node_modules/(?:@aws-sdk|@smithy)/';

export const folderLayers: readonly LayerRule[] = [
  {
    name: 'lib-reads-only-declarations',
    comment:
      'Infrastructure is derived from declarations. If a stack could import behaviour, synth would run it and a change of code could change the cloud.',
    from: { path: '^lib/' },
    to: {
      path: '^functions/',
      pathNot: [`^functions/${anySubdomain}/operations\\.ts$`, '^functions/kernel/operation/'],
    },
  },
  {
    name: 'lib-runs-no-chain',
    comment:
      'From the kernel a stack takes the vocabulary of declarations and nothing that runs: the chains would pull JWE, persistence and the whole of HTTP into synth.',
    from: { path: '^lib/' },
    to: {
      path: '^functions/kernel/operation/',
      pathNot: '/declaration\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'lib-is-infrastructure-only',
    comment: 'The CDK app must synthesize without the local platform, tests or benchmarks.',
    from: { path: '^lib/' },
    to: { path: '^(?:bin|local|bench|scripts|console)/' },
  },
  {
    name: 'bin-starts-and-nothing-more',
    comment:
      'Entry points start the CDK app or the local platform; what they would need from functions/ belongs in lib/ or local/.',
    from: { path: '^bin/' },
    to: { path: '^functions/' },
  },
  {
    name: 'functions-run-alone',
    comment:
      'What runs in Lambda is bundled from functions/ alone: no CDK, local platform, benchmark or script may end up in a bundle.',
    from: { path: '^functions/' },
    to: { path: '^(?:bin|lib|local|bench|scripts|console)/' },
  },
  {
    name: 'functions-need-no-dev-dependency',
    comment:
      'A function that imports a development dependency bundles a tool, or fails where only production dependencies are installed.',
    from: { path: '^functions/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'nobody-imports-tests',
    comment: 'Fakes and builders are written for tests; source that leans on them ships them.',
    from: { pathNot: ['^test/', '^vitest\\.config\\.ts$'] },
    to: { path: '^test/' },
  },
  {
    name: 'handlers-are-entry-points',
    comment:
      'A handler is called by AWS, by the local platform in its place, by tests and by benchmarks. Anything else wants the operation, not the wiring.',
    from: { pathNot: '^(?:local|test|bench)/' },
    to: { path: '^functions/.+/handler\\.ts$' },
  },
];

export const packageLayers: readonly LayerRule[] = [
  {
    name: 'aws-sdk-has-homes',
    comment:
      'AWS is spoken in adapters and wiring. Elsewhere it would make a decision depend on a service that a test cannot have.',
    from: {
      path: '^(?:functions|lib)/',
      pathNot: [
        '^functions/[^/]+/infrastructure/',
        '^functions/kernel/.+/aws-[^/]+\\.ts$',
        '^functions/kernel/persistence/',
        '/handler\\.ts$',
      ],
    },
    to: { path: aws },
  },
  {
    name: 'cdk-has-one-home',
    comment: 'aws-cdk-lib is 160 MB of build-time code; a function that reaches it cannot be bundled or started.',
    from: { path: '^(?:functions|bench)/' },
    to: { path: '^node_modules/(?:aws-cdk-lib|constructs|cdk-nag)/' },
  },
  {
    name: 'powertools-only-in-the-kernel',
    comment:
      'Logs are allow-listed by the house logger; a second way to print is a second place for card data to leak.',
    from: { path: '^functions/', pathNot: '^functions/kernel/' },
    to: { path: '^node_modules/@aws-lambda-powertools/' },
  },
  {
    name: 'no-cycles',
    comment:
      'Two files that import each other are one file in two places, and their load order decides what is undefined.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'An import that resolves to nothing is a typo or a missing dependency.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'declared-dependencies-only',
    comment: 'A package that only happens to be installed, because another one needs it, disappears with that one.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];
