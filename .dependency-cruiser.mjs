/**
 * The layers of docs/architecture.md as rules. Every rule says why it exists: whoever runs into one
 * should learn what it protects. `test/architecture/layers.test.ts` plants a violation of each.
 */

// A folder of functions/ that is no subdomain.
const subdomain = '(?!kernel/|providers/|policies/)([^/]+)';
const anySubdomain = '(?!kernel/|providers/|policies/)[^/]+';
const layerFolders = '(?:domain|ports|infrastructure)/';
const operation = `(?!${layerFolders})([^/]+)`;
const temporal = '^node_modules/temporal-polyfill/';
const zod = '^node_modules/zod/';
const aws = '^node_modules/(?:@aws-sdk|@smithy)/';

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layers = [
  {
    name: 'domain-is-pure',
    comment:
      'A domain decides from what it is given: no AWS, schema library, I/O, clock or other subdomain. Only then can a property test play a million histories through it in a second.',
    severity: 'error',
    from: { path: `^functions/${subdomain}/domain/` },
    to: {
      pathNot: [
        `^functions/$1/domain/`,
        '^functions/kernel/(?:money|ids|errors|time)/',
        '^functions/policies/',
        temporal,
      ],
    },
  },
  {
    name: 'ports-name-no-adapter',
    comment:
      'A port is what a use case needs, in the words of the domain. A port that knows a concrete thing cannot be faked in a test or replaced by another provider.',
    severity: 'error',
    from: { path: `^functions/${subdomain}/ports/` },
    to: {
      pathNot: [
        '^functions/$1/(?:domain|ports)/',
        `^functions/${anySubdomain}/ports/`,
        '^functions/kernel/',
        '^functions/policies/',
        temporal,
      ],
    },
  },
  {
    name: 'ports-take-only-types-from-the-kernel',
    comment:
      'A port may speak of write intents or tenants, but it runs nothing: a value imported here would pull the persistence layer into every use case.',
    severity: 'error',
    from: { path: `^functions/${anySubdomain}/ports/` },
    to: {
      path: '^functions/kernel/',
      pathNot: '^functions/kernel/(?:money|ids|errors|time|tenancy)/',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'use-case-knows-only-ports',
    comment:
      'An operation is read, tested and reasoned about without AWS, HTTP or a provider: own domain and ports, ports of other subdomains, kernel, policies.',
    severity: 'error',
    from: { path: `^functions/${subdomain}/${operation}/(?!handler\\.ts|declaration\\.ts)[^/]+\\.ts$` },
    to: {
      pathNot: [
        '^functions/$1/(?:domain|ports)/',
        '^functions/$1/$2/',
        `^functions/${anySubdomain}/ports/`,
        '^functions/kernel/(?!http/)',
        '^functions/policies/',
        temporal,
      ],
    },
  },
  {
    name: 'declaration-is-data',
    comment:
      'CDK, the local platform, OpenAPI and the tests read declarations at build time. A declaration that imports behaviour would run it there.',
    severity: 'error',
    from: { path: `^functions/${subdomain}/${operation}/declaration\\.ts$` },
    to: {
      pathNot: [
        zod,
        '^functions/kernel/(?:operation|money|ids|errors|time)/',
        '^functions/$1/domain/',
        '^functions/$1/[^/]*schemas?\\.ts$',
        '^functions/policies/',
      ],
    },
  },
  {
    name: 'operations-list-only-declarations',
    comment:
      "A subdomain's operations.ts is the list that lib/ reads; anything else in it would be deployed code run by the CDK.",
    severity: 'error',
    from: { path: `^functions/${subdomain}/operations\\.ts$` },
    to: { pathNot: [`^functions/$1/${operation}/declaration\\.ts$`, '^functions/kernel/operation/'] },
  },
  {
    name: 'handler-wires-one-operation',
    comment:
      'One function, one operation: its role, its timeout and its alarms belong to that operation. Another operation is reached by an event, a queue or a port.',
    severity: 'error',
    from: { path: `^functions/${subdomain}/${operation}/handler\\.ts$` },
    to: { path: `^functions/${anySubdomain}/${operation}/[^/]+\\.ts$`, pathNot: '^functions/$1/$2/' },
  },
  {
    name: 'infrastructure-serves-its-subdomain',
    comment:
      "An adapter knows its own subdomain's domain and ports, and how items are kept. Reading another subdomain's items would tie two schemas together where nobody looks.",
    severity: 'error',
    from: { path: `^functions/${subdomain}/infrastructure/` },
    to: {
      path: '^functions/',
      pathNot: [
        '^functions/$1/(?:domain|ports|infrastructure)/',
        '^functions/kernel/(?!http/)',
        '^functions/policies/',
      ],
    },
  },
  {
    name: 'subdomains-meet-at-ports',
    comment:
      "A subdomain's folder can be understood, changed and deployed alone: others see its ports and its events, nothing else.",
    severity: 'error',
    from: { path: `^functions/${subdomain}/`, pathNot: '/handler\\.ts$' },
    to: {
      path: `^functions/${anySubdomain}/`,
      pathNot: ['^functions/$1/', `^functions/${anySubdomain}/ports/`],
    },
  },
  {
    name: 'kernel-knows-no-subdomain',
    comment:
      'Everything stands on the kernel; a kernel that knows what stands on it cannot be changed by one subdomain without the others.',
    severity: 'error',
    from: { path: '^functions/kernel/' },
    to: { path: '^functions/(?!kernel/)' },
  },
  {
    name: 'policies-are-data',
    comment:
      'Regulation and network rules are effective-dated data. They are read by domains and must not reach for anything but money, time and errors.',
    severity: 'error',
    from: { path: '^functions/policies/' },
    to: { path: '^functions/', pathNot: ['^functions/policies/', '^functions/kernel/(?:money|ids|errors|time)/'] },
  },
  {
    name: 'provider-implements-ports',
    comment:
      'A provider adapter translates: it implements the ports of subdomains and keeps nothing, so it never touches persistence or another provider.',
    severity: 'error',
    from: { path: '^functions/providers/([^/]+)/' },
    to: {
      path: '^functions/',
      pathNot: [
        '^functions/providers/$1/',
        '^functions/providers/[^/]+\\.ts$',
        `^functions/${anySubdomain}/ports/`,
        `^functions/${anySubdomain}/domain/`,
        '^functions/kernel/(?!persistence/)',
      ],
    },
  },
  {
    name: 'provider-decides-nothing',
    comment:
      'A provider may name domain types in its answers, but what they mean is decided in the domain, once for every provider.',
    severity: 'error',
    from: { path: '^functions/providers/' },
    to: { path: `^functions/${anySubdomain}/domain/`, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'providers-are-wired-by-handlers',
    comment: 'Which provider serves a tenant is configuration. Code that imports an adapter has already chosen one.',
    severity: 'error',
    from: { path: '^functions/', pathNot: ['^functions/providers/', '/handler\\.ts$'] },
    to: { path: '^functions/providers/' },
  },
  {
    name: 'the-twin-is-a-stranger',
    comment:
      'The sandbox twin stands for companies outside: the platform talks to it over HTTP only, or a test against it proves nothing about them.',
    severity: 'error',
    from: { path: '^functions/', pathNot: '^functions/sandbox/' },
    to: { path: '^functions/sandbox/' },
  },
];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const topLevel = [
  {
    name: 'lib-reads-only-declarations',
    comment:
      'Infrastructure is derived from declarations. If a stack could import behaviour, synth would run it and a change of code could change the cloud.',
    severity: 'error',
    from: { path: '^lib/' },
    to: {
      path: '^functions/',
      pathNot: [`^functions/${anySubdomain}/operations\\.ts$`, '^functions/kernel/operation/'],
    },
  },
  {
    name: 'lib-is-infrastructure-only',
    comment: 'The CDK app must synthesize without the local platform, tests or benchmarks.',
    severity: 'error',
    from: { path: '^lib/' },
    to: { path: '^(?:bin|local|bench|scripts|console)/' },
  },
  {
    name: 'bin-starts-and-nothing-more',
    comment:
      'Entry points start the CDK app or the local platform; what they would need from functions/ belongs in lib/ or local/.',
    severity: 'error',
    from: { path: '^bin/' },
    to: { path: '^functions/' },
  },
  {
    name: 'functions-run-alone',
    comment:
      'What runs in Lambda is bundled from functions/ alone: no CDK, local platform, benchmark or script may end up in a bundle.',
    severity: 'error',
    from: { path: '^functions/' },
    to: { path: '^(?:bin|lib|local|bench|scripts|console)/' },
  },
  {
    name: 'functions-need-no-dev-dependency',
    comment:
      'A function that imports a development dependency bundles a tool, or fails where only production dependencies are installed.',
    severity: 'error',
    from: { path: '^functions/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'nobody-imports-tests',
    comment: 'Fakes and builders are written for tests; source that leans on them ships them.',
    severity: 'error',
    from: { pathNot: ['^test/', '^vitest\\.config\\.ts$'] },
    to: { path: '^test/' },
  },
  {
    name: 'handlers-are-entry-points',
    comment:
      'A handler is called by AWS, by the local platform in its place, by tests and by benchmarks. Anything else wants the operation, not the wiring.',
    severity: 'error',
    from: { pathNot: '^(?:local|test|bench)/' },
    to: { path: '^functions/.+/handler\\.ts$' },
  },
];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const packages = [
  {
    name: 'aws-sdk-has-homes',
    comment:
      'AWS is spoken in adapters and wiring. Elsewhere it would make a decision depend on a service that a test cannot have.',
    severity: 'error',
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
    comment: 'aws-cdk-lib is 160 MB of build-time code.',
    severity: 'error',
    from: { path: '^(?:functions|bench)/' },
    to: { path: '^node_modules/(?:aws-cdk-lib|constructs|cdk-nag)/' },
  },
  {
    name: 'powertools-only-in-the-kernel',
    comment:
      'Logs are allow-listed by the house logger; a second way to print is a second place for card data to leak.',
    severity: 'error',
    from: { path: '^functions/', pathNot: '^functions/kernel/' },
    to: { path: '^node_modules/@aws-lambda-powertools/' },
  },
  {
    name: 'no-cycles',
    comment:
      'Two files that import each other are one file in two places, and their load order decides what is undefined.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'An import that resolves to nothing is a typo or a missing dependency.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'declared-dependencies-only',
    comment: 'A package that only happens to be installed, because another one needs it, disappears with that one.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...layers, ...topLevel, ...packages],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Fixtures of the layer tests are read by those tests alone.
    exclude: { path: '^(?:cdk\\.out|coverage|dist|\\.local)/|/architecture/fixtures/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
